/** Rules between a configuration's sections. */
import type { InputRule } from "../../modules/shared/inputs";
import { gpuCount } from "../../modules/shared/instances";
import { NAME_MAX_LENGTH, NAME_MAX_LENGTH_WITH_TUNING } from "../../modules/training-pipeline/inputs";
import { pipelineName, prefixOf } from "../naming";

interface Endpoint {
  pipeline?: string;
  modelDataUrl?: string;
  image?: string;
  realTime?: { variants: Readonly<Record<string, { instanceType: string }>> };
  asynchronous?: { instanceType: string };
}

interface Platform {
  name: string;
  environment: string;
  network: { internet: string; existing?: { internet: boolean } };
  training: { pipelines: Readonly<Record<string, { tuning?: unknown }>>; host?: unknown };
  serving: {
    endpoints: Readonly<Record<string, Endpoint>>;
    function?: { endpoint: string };
  };
}

/** Configurations are checked here only, so these rules have no Terraform side. */
const configurationRule = (rule: {
  at: string;
  says: string;
  holds: (platform: Platform) => boolean;
}): InputRule<never> => ({
  ...rule,
  reads: [],
  holds: (values) => rule.holds(values),
  condition: "true",
});

/** Keys of maps become parts of names in AWS. */
const NAME_PART = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;
const areNames = (map: Readonly<Record<string, unknown>>) =>
  Object.keys(map).every((name) => NAME_PART.test(name));
const NAMES =
  "must have names of lower-case letters and digits, with single hyphens between them, beginning with a letter";

export const platformRules: readonly InputRule<never>[] = [
  configurationRule({
    at: "training.pipelines",
    says: NAMES,
    holds: ({ training }) => areNames(training.pipelines),
  }),
  configurationRule({
    at: "training.pipelines",
    says: `must have names that stay, as <name>-<environment>-<pipeline>, within ${NAME_MAX_LENGTH} characters, and with tuning within ${NAME_MAX_LENGTH_WITH_TUNING}: a tuning job's name has at most 32`,
    holds: (platform) =>
      Object.entries(platform.training.pipelines).every(
        ([name, { tuning }]) =>
          pipelineName(prefixOf(platform), name).length <=
          (tuning ? NAME_MAX_LENGTH_WITH_TUNING : NAME_MAX_LENGTH),
      ),
  }),
  configurationRule({
    at: "serving.endpoints",
    says: `${NAMES}, and none called watch, as the alarms of observability are`,
    holds: ({ serving }) => areNames(serving.endpoints) && !Object.hasOwn(serving.endpoints, "watch"),
  }),
  configurationRule({
    at: "serving.endpoints",
    says: "must each name a pipeline of {training.pipelines}, or give modelDataUrl: one of the two",
    holds: ({ training, serving }) =>
      Object.values(serving.endpoints).every(({ pipeline, modelDataUrl }) =>
        pipeline === undefined
          ? modelDataUrl !== undefined
          : modelDataUrl === undefined && Object.hasOwn(training.pipelines, pipeline),
      ),
  }),
  configurationRule({
    at: "serving.endpoints",
    says: "must each give an image where some variants have GPUs and others none: AWS's images are made for one or the other",
    holds: ({ serving }) =>
      Object.values(serving.endpoints).every((endpoint) => {
        const withGpu = instanceTypesOf(endpoint).map((type) => gpuCount(type) !== undefined);
        return endpoint.image !== undefined || new Set(withGpu).size <= 1;
      }),
  }),
  configurationRule({
    at: "serving.function.endpoint",
    says: "must be the name of one of {serving.endpoints}",
    holds: ({ serving }) =>
      serving.function === undefined || Object.hasOwn(serving.endpoints, serving.function.endpoint),
  }),
  configurationRule({
    at: "training.host",
    says: "needs a way to the internet, since its first boot fetches Python packages: set {network.internet} to single-nat or ha-nat",
    holds: ({ network, training }) => training.host === undefined || hasWayOut(network),
  }),
];

/** Whether private subnets reach the internet. */
export const hasWayOut = ({ internet, existing }: Platform["network"]): boolean =>
  existing ? existing.internet : internet !== "none";

/** The instance types that an endpoint runs on; none for a serverless one. */
export function instanceTypesOf({
  realTime,
  asynchronous,
}: Pick<Endpoint, "realTime" | "asynchronous">): string[] {
  const variants = Object.values(realTime?.variants ?? {}).map(({ instanceType }) => instanceType);
  return asynchronous ? [...variants, asynchronous.instanceType] : variants;
}
