/** Rules between the inputs of the classifier function. */
import { labelSets } from "../../lambda-src/classify/labels";
import { rulesOf, type InputRule } from "../shared/inputs";
import { lambdaLimits } from "../shared/limits";
import { inputs, labelSetNames } from "./inputs";

type Rule = InputRule<typeof inputs>;

const unreserved = lambdaLimits.unreservedConcurrencyMin;

const imageRules: Rule[] = [
  {
    at: "network.internet",
    says: 'must be true (subnets with NAT), or {fetch.enabled} false (callers send the image itself, or name it in {s3}), or {image.mode} "url" (the endpoint downloads), or {network} left out: without the internet the function cannot download images',
    reads: ["network.internet", "fetch.enabled", "image.mode"],
    holds: ({ network, fetch, image }) =>
      !network || network.internet || !fetch.enabled || image.mode === "url",
    condition:
      'var.network == null ? true : var.network.internet || !var.fetch.enabled || var.image.mode == "url"',
  },
  {
    at: "fetch.enabled",
    says: 'must be true where {image.mode} is "url": the endpoint gets nothing but URLs',
    reads: ["fetch.enabled", "image.mode"],
    holds: ({ fetch, image }) => fetch.enabled || image.mode !== "url",
    condition: 'var.fetch.enabled || var.image.mode != "url"',
  },
  {
    at: "network.s3Endpoint",
    says: "must be true (subnets with routes to a gateway endpoint of S3), or {network.internet} true, or {s3} left out: without a way to S3 no object can be read",
    reads: ["network.s3Endpoint", "network.internet"],
    holds: ({ network, s3 }) => !network || !s3 || network.s3Endpoint || network.internet,
    condition:
      "var.network == null || var.s3 == null ? true : var.network.s3_endpoint || var.network.internet",
  },
  {
    at: "s3",
    says: 'must be left out where {image.mode} is "url": the endpoint gets URLs that it downloads itself, and none of S3',
    reads: ["image.mode"],
    holds: ({ s3, image }) => !s3 || image.mode !== "url",
    condition: 'var.s3 == null ? true : var.image.mode != "url"',
  },
  {
    at: "timeoutSeconds",
    says: "must be above {fetch.timeoutSeconds}, or no time is left for the endpoint",
    reads: ["timeoutSeconds", "fetch.timeoutSeconds", "fetch.enabled"],
    holds: ({ timeoutSeconds, fetch, s3 }) =>
      (!fetch.enabled && !s3) || timeoutSeconds > fetch.timeoutSeconds,
    condition: "(!var.fetch.enabled && var.s3 == null) || var.timeout_seconds > var.fetch.timeout_seconds",
  },
  {
    at: "fetch.firstByteTimeoutSeconds",
    says: "must not be above {fetch.timeoutSeconds}",
    reads: ["fetch.firstByteTimeoutSeconds", "fetch.timeoutSeconds"],
    holds: ({ fetch }) => fetch.firstByteTimeoutSeconds <= fetch.timeoutSeconds,
    condition: "var.fetch.first_byte_timeout_seconds <= var.fetch.timeout_seconds",
  },
  ...labelSetNames.map((name): Rule => {
    const { length } = labelSets[name];
    return {
      at: "classCount",
      says: `must be ${length} where {classLabels} is "${name}", which has ${length} labels`,
      reads: ["classCount", "classLabels"],
      holds: ({ classCount, classLabels }) => classLabels !== name || classCount === length,
      condition: `var.class_labels == null ? true : var.class_labels != "${name}" || var.class_count == ${length}`,
    };
  }),
];

const concurrencyRules: Rule[] = [
  {
    at: "reservedConcurrency",
    says: `must leave ${unreserved} of the account's {accountConcurrency} unreserved, as AWS demands; reserve less, or have the quota raised and say so in {accountConcurrency}`,
    reads: ["reservedConcurrency", "accountConcurrency"],
    holds: ({ reservedConcurrency: reserved, accountConcurrency }) =>
      reserved === undefined || reserved <= Math.max(0, accountConcurrency - unreserved),
    condition: `var.reserved_concurrency == null ? true : var.reserved_concurrency <= max(0, var.account_concurrency - ${unreserved})`,
  },
  {
    at: "provisioned.executions",
    says: "must not be above {reservedConcurrency}: provisioned concurrency is a part of the reserved one",
    reads: ["provisioned.executions", "reservedConcurrency"],
    holds: ({ provisioned, reservedConcurrency: reserved }) =>
      !provisioned || reserved === undefined || provisioned.executions <= reserved,
    condition:
      "var.provisioned == null || var.reserved_concurrency == null ? true : var.provisioned.executions <= var.reserved_concurrency",
  },
  {
    at: "provisioned.executions",
    says: `must leave ${unreserved} of the account's {accountConcurrency} free where nothing is reserved`,
    reads: ["provisioned.executions", "reservedConcurrency", "accountConcurrency"],
    holds: ({ provisioned, reservedConcurrency: reserved, accountConcurrency }) =>
      !provisioned || reserved !== undefined || provisioned.executions <= accountConcurrency - unreserved,
    condition: `var.provisioned == null || var.reserved_concurrency != null ? true : var.provisioned.executions <= var.account_concurrency - ${unreserved}`,
  },
];

const unwindowed = lambdaLimits.queueBatchSizeWithoutWindowMax;

const queueRules: Rule[] = [
  {
    at: "queue.windowSeconds",
    says: `must be at least 1 where {queue.batchSize} is above ${unwindowed}, as AWS demands`,
    reads: ["queue.windowSeconds", "queue.batchSize"],
    holds: ({ queue }) => !queue || queue.batchSize <= unwindowed || queue.windowSeconds >= 1,
    condition: `var.queue == null ? true : var.queue.batch_size <= ${unwindowed} || var.queue.window_seconds >= 1`,
  },
  {
    at: "queue.windowSeconds",
    says: `must be 0, and {queue.batchSize} at most ${unwindowed}, for a FIFO queue`,
    reads: ["queue.windowSeconds", "queue.batchSize", "queue.arn"],
    holds: ({ queue }) =>
      !queue?.arn.endsWith(".fifo") || (queue.windowSeconds === 0 && queue.batchSize <= unwindowed),
    condition: `var.queue == null ? true : !endswith(var.queue.arn, ".fifo") || var.queue.window_seconds == 0 && var.queue.batch_size <= ${unwindowed}`,
  },
  {
    at: "queue.maxConcurrency",
    says: "must not be above {reservedConcurrency}, or messages come back unread",
    reads: ["queue.maxConcurrency", "reservedConcurrency"],
    holds: ({ queue, reservedConcurrency: reserved }) =>
      queue?.maxConcurrency === undefined || reserved === undefined || queue.maxConcurrency <= reserved,
    condition:
      "try(var.queue.max_concurrency, null) == null || var.reserved_concurrency == null ? true : var.queue.max_concurrency <= var.reserved_concurrency",
  },
];

const scalingRules: Rule[] = [
  {
    at: "provisioned.scaling.maxExecutions",
    says: "must not be below {provisioned.executions}",
    reads: ["provisioned.scaling.maxExecutions", "provisioned.executions"],
    holds: ({ provisioned }) =>
      !provisioned?.scaling || provisioned.executions <= provisioned.scaling.maxExecutions,
    condition:
      "try(var.provisioned.scaling, null) == null ? true : var.provisioned.executions <= var.provisioned.scaling.max_executions",
  },
  {
    at: "provisioned.scaling.maxExecutions",
    says: "must not be above {reservedConcurrency}: provisioned concurrency is a part of the reserved one",
    reads: ["provisioned.scaling.maxExecutions", "reservedConcurrency"],
    holds: ({ provisioned, reservedConcurrency: reserved }) =>
      !provisioned?.scaling || reserved === undefined || provisioned.scaling.maxExecutions <= reserved,
    condition:
      "try(var.provisioned.scaling, null) == null || var.reserved_concurrency == null ? true : var.provisioned.scaling.max_executions <= var.reserved_concurrency",
  },
  {
    at: "provisioned.scheduledMinimum",
    says: "needs {provisioned.scaling}, whose minimum it raises",
    reads: [],
    holds: ({ provisioned }) => !provisioned?.scheduledMinimum || provisioned.scaling !== undefined,
    condition:
      "try(var.provisioned.scheduled_minimum, null) == null ? true : var.provisioned.scaling != null",
  },
  {
    at: "provisioned.scheduledMinimum.executions",
    says: "must be between {provisioned.executions} and {provisioned.scaling.maxExecutions}",
    reads: [
      "provisioned.executions",
      "provisioned.scheduledMinimum.executions",
      "provisioned.scaling.maxExecutions",
    ],
    holds: ({ provisioned }) =>
      !provisioned?.scheduledMinimum ||
      !provisioned.scaling ||
      (provisioned.executions <= provisioned.scheduledMinimum.executions &&
        provisioned.scheduledMinimum.executions <= provisioned.scaling.maxExecutions),
    condition:
      "alltrue([for warm in var.provisioned[*] : warm.scheduled_minimum == null || warm.scaling == null ? true : warm.executions <= warm.scheduled_minimum.executions && warm.scheduled_minimum.executions <= warm.scaling.max_executions])",
  },
];

export const rules = rulesOf(inputs, ...imageRules, ...concurrencyRules, ...queueRules, ...scalingRules);
