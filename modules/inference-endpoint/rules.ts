/** Rules between the inputs of an inference endpoint. */
import { exactlyOne, rulesOf, type InputRule, type PlainOf } from "../shared/inputs";
import {
  burstableFamilies,
  inFamilyCondition,
  instanceFamily,
  localStorageFamilies,
} from "../shared/instances";
import { sagemakerLimits } from "../shared/limits";
import { inputs } from "./inputs";

type Plain = PlainOf<typeof inputs>;
type Variant = NonNullable<Plain["realTime"]>["variants"][string];
type Scaling = NonNullable<Variant["scaling"]>;
type Rule = InputRule<typeof inputs>;

const isBurstable = (type: string) => (burstableFamilies as readonly string[]).includes(instanceFamily(type));
const hasLocalStorage = (type: string) =>
  (localStorageFamilies as readonly string[]).includes(instanceFamily(type));

/** A rule that every production variant has to keep. */
const ofEachVariant = (rule: {
  says: string;
  reads: string[];
  holds: (variant: Variant) => boolean;
  condition: string;
}): Rule => ({
  at: "realTime.variants",
  says: rule.says,
  reads: rule.reads.map((field) => `realTime.variants[].${field}`),
  holds: ({ realTime }) => Object.values(realTime?.variants ?? {}).every(rule.holds),
  condition: `var.real_time == null ? true : alltrue([for variant in values(var.real_time.variants) : ${rule.condition}])`,
});

/** A rule that the scaling of every production variant has to keep. */
const ofEachScaling = (rule: {
  says: string;
  reads: string[];
  holds: (scaling: Scaling, variant: Variant) => boolean;
  condition: string;
}): Rule =>
  ofEachVariant({
    says: rule.says,
    reads: rule.reads,
    holds: (variant) => !variant.scaling || rule.holds(variant.scaling, variant),
    condition: `variant.scaling == null ? true : ${rule.condition}`,
  });

const variantRules: Rule[] = [
  {
    at: "realTime.variants",
    says: `must have names of at most ${sagemakerLimits.nameMaxLength} letters and digits, with hyphens between them`,
    reads: ["realTime.variants"],
    holds: ({ realTime }) =>
      Object.keys(realTime?.variants ?? {}).every(
        (name) =>
          new RegExp(sagemakerLimits.namePattern).test(name) && name.length <= sagemakerLimits.nameMaxLength,
      ),
    condition: `var.real_time == null ? true : alltrue([for name in keys(var.real_time.variants) : can(regex(${JSON.stringify(sagemakerLimits.namePattern)}, name)) && length(name) <= ${sagemakerLimits.nameMaxLength}])`,
  },
  {
    at: "realTime.variants",
    says: "must have at least one variant with a weight above 0, or no call is answered",
    reads: ["realTime.variants[].weight"],
    holds: ({ realTime }) => !realTime || Object.values(realTime.variants).some(({ weight }) => weight > 0),
    condition:
      "var.real_time == null ? true : anytrue([for variant in values(var.real_time.variants) : variant.weight > 0])",
  },
  ofEachVariant({
    says: `must have no volumeSizeGb (volume_size_gb) where the instance type has local storage (${localStorageFamilies.join(", ")}), which is used instead`,
    reads: ["instanceType", "volumeSizeGb"],
    holds: ({ instanceType, volumeSizeGb }) => volumeSizeGb === undefined || !hasLocalStorage(instanceType),
    condition: `variant.volume_size_gb == null || !${inFamilyCondition("variant.instance_type", localStorageFamilies)}`,
  }),
];

const scalingRules: Rule[] = [
  ofEachScaling({
    says: `must have no scaling where the instance type is burstable (${burstableFamilies.join(", ")}): SageMaker does not scale these; choose another type, such as ml.m5.large`,
    reads: ["instanceType", "scaling"],
    holds: (_scaling, { instanceType }) => !isBurstable(instanceType),
    condition: `!${inFamilyCondition("variant.instance_type", burstableFamilies)}`,
  }),
  ofEachScaling({
    says: "must have a scaling whose largest number of instances is not below its smallest",
    reads: ["scaling.minInstances", "scaling.maxInstances"],
    holds: ({ minInstances, maxInstances }) => minInstances <= maxInstances,
    condition: "variant.scaling.min_instances <= variant.scaling.max_instances",
  }),
  ofEachScaling({
    says: "must scale on invocations or on concurrent requests: set one of the two targets only",
    reads: ["scaling.invocationsPerInstance", "scaling.concurrentRequestsPerModel"],
    holds: ({ invocationsPerInstance, concurrentRequestsPerModel }) =>
      invocationsPerInstance === undefined || concurrentRequestsPerModel === undefined,
    condition:
      "variant.scaling.invocations_per_instance == null || variant.scaling.concurrent_requests_per_model == null",
  }),
  ofEachScaling({
    says: "must start with a number of instances that its scaling allows",
    reads: ["initialInstanceCount", "scaling.minInstances", "scaling.maxInstances"],
    holds: ({ minInstances, maxInstances }, { initialInstanceCount: count }) =>
      count === undefined || (minInstances <= count && count <= maxInstances),
    condition:
      "variant.initial_instance_count == null ? true : variant.scaling.min_instances <= variant.initial_instance_count && variant.initial_instance_count <= variant.scaling.max_instances",
  }),
  ofEachScaling({
    says: "must have a scheduled minimum that is between the scaling's smallest and largest number of instances",
    reads: ["scaling.scheduledMinimum.minInstances", "scaling.minInstances", "scaling.maxInstances"],
    holds: ({ minInstances, maxInstances, scheduledMinimum: scheduled }) =>
      scheduled === undefined ||
      (minInstances <= scheduled.minInstances && scheduled.minInstances <= maxInstances),
    condition:
      "variant.scaling.scheduled_minimum == null ? true : variant.scaling.min_instances <= variant.scaling.scheduled_minimum.min_instances && variant.scaling.scheduled_minimum.min_instances <= variant.scaling.max_instances",
  }),
];

const serverlessRules: Rule[] = [
  {
    at: "serverless.provisionedConcurrency",
    says: "must not be above {serverless.maxConcurrency}",
    reads: ["serverless.provisionedConcurrency", "serverless.maxConcurrency"],
    holds: ({ serverless }) =>
      serverless?.provisionedConcurrency === undefined ||
      serverless.provisionedConcurrency <= serverless.maxConcurrency,
    condition:
      "try(var.serverless.provisioned_concurrency, null) == null ? true : var.serverless.provisioned_concurrency <= var.serverless.max_concurrency",
  },
  {
    at: "networkIsolation",
    says: "must be false where {serverless} is set: SageMaker cannot isolate a serverless container",
    reads: ["serverless", "networkIsolation"],
    holds: ({ serverless, networkIsolation }) => !serverless || !networkIsolation,
    condition: "var.serverless == null || !var.network_isolation",
  },
  {
    at: "network",
    says: "must be left out where {serverless} is set: SageMaker cannot put a serverless container into a network",
    reads: [],
    holds: ({ serverless, network }) => !serverless || !network,
    condition: "var.serverless == null || var.network == null",
  },
  {
    at: "dataCapture",
    says: "must be left out where {serverless} is set: SageMaker does not capture a serverless endpoint's calls",
    reads: [],
    holds: ({ serverless, dataCapture }) => !serverless || !dataCapture,
    condition: "var.serverless == null || var.data_capture == null",
  },
];

const asynchronousRules: Rule[] = [
  {
    at: "asynchronous.maxInstances",
    says: "must not be below {asynchronous.minInstances}",
    reads: ["asynchronous.minInstances", "asynchronous.maxInstances"],
    holds: ({ asynchronous: a }) => !a || a.minInstances <= a.maxInstances,
    condition:
      "var.asynchronous == null ? true : var.asynchronous.min_instances <= var.asynchronous.max_instances",
  },
  {
    at: "asynchronous.instanceType",
    says: `must not be burstable (${burstableFamilies.join(", ")}): SageMaker does not scale these`,
    reads: ["asynchronous.instanceType"],
    holds: ({ asynchronous: a }) => !a || !isBurstable(a.instanceType),
    condition: `var.asynchronous == null ? true : !${inFamilyCondition("var.asynchronous.instance_type", burstableFamilies)}`,
  },
  {
    at: "asynchronous.volumeSizeGb",
    says: `must be left out where the instance type has local storage (${localStorageFamilies.join(", ")}), which is used instead`,
    reads: ["asynchronous.instanceType", "asynchronous.volumeSizeGb"],
    holds: ({ asynchronous: a }) => a?.volumeSizeGb === undefined || !hasLocalStorage(a.instanceType),
    condition: `try(var.asynchronous.volume_size_gb, null) == null ? true : !${inFamilyCondition("var.asynchronous.instance_type", localStorageFamilies)}`,
  },
];

const firstCount = ({ initialInstanceCount, scaling }: Variant) =>
  initialInstanceCount ?? scaling?.minInstances ?? 1;

const deploymentRules: Rule[] = [
  {
    at: "deployment.canary",
    says: "excludes {deployment.linear}: set at most one of them",
    reads: [],
    holds: ({ deployment }) => !deployment.canary || !deployment.linear,
    condition: "var.deployment.canary == null || var.deployment.linear == null",
  },
  {
    at: "deployment",
    says: "must be all at once (neither {deployment.canary} nor {deployment.linear}) where a variant may have fewer than 2 instances: a part of one instance cannot be shifted; raise the initial or smallest number of instances to 2",
    reads: [
      "realTime.variants[].initialInstanceCount",
      "realTime.variants[].scaling.minInstances",
      "asynchronous.minInstances",
    ],
    holds: ({ deployment, realTime, asynchronous }) =>
      (!deployment.canary && !deployment.linear) ||
      (Object.values(realTime?.variants ?? {}).every((variant) => firstCount(variant) >= 2) &&
        (!asynchronous || asynchronous.minInstances >= 2)),
    condition:
      "var.deployment.canary == null && var.deployment.linear == null ? true : alltrue(concat([for variant in try(values(var.real_time.variants), []) : coalesce(variant.initial_instance_count, try(variant.scaling.min_instances, 1)) >= 2], [for queue in var.asynchronous[*] : queue.min_instances >= 2]))",
  },
];

const modelRules: Rule[] = [
  {
    at: "modelDataUrl",
    says: "must be below {modelPrefix}, or the role may not read it",
    reads: ["modelDataUrl", "modelPrefix"],
    holds: ({ modelDataUrl, modelPrefix }) =>
      modelPrefix === undefined || modelDataUrl.startsWith(modelPrefix),
    condition: "var.model_prefix == null ? true : startswith(var.model_data_url, var.model_prefix)",
  },
];

export const rules = rulesOf(
  inputs,
  exactlyOne(["realTime", "serverless", "asynchronous"]),
  ...modelRules,
  ...variantRules,
  ...scalingRules,
  ...serverlessRules,
  ...asynchronousRules,
  ...deploymentRules,
);
