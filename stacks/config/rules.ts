/** Rules between a configuration's sections. */
import type { InputRule } from "../../modules/shared/inputs";

interface Platform {
  network: { internet: string; existing?: { internet: boolean } };
  training: { pipelines: Readonly<Record<string, unknown>>; host?: unknown };
  serving: {
    endpoints: Readonly<Record<string, { pipeline?: string; modelDataUrl?: string }>>;
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

export const platformRules: readonly InputRule<never>[] = [
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
