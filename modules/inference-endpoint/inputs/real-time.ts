/** An endpoint on instances that answers at once, and how each of its variants scales. */
import { int, map, num, obj, str } from "../../shared/inputs";
import { sagemakerLimits } from "../../shared/limits";
import { cooldowns, instanceCounts, instances, schedule } from "./parts";

/** Source: SageMaker API reference, ProductionVariantRoutingConfig (the values that the AWS provider documents). */
export const routingStrategies = ["LEAST_OUTSTANDING_REQUESTS", "RANDOM"] as const;

/** Two alarms stand by for each variant, and a deployment can watch ten. */
export const variantsMax = sagemakerLimits.rollbackAlarmsMax / 2;

/** Half of what an instance with 10 requests a second bears: AWS's formula for a start, see the description. */
export const defaultInvocationsPerInstance = 300;

const scheduledMinimum = obj(
  {
    minInstances: int({ description: "Smallest number of instances meanwhile.", ...instanceCounts }),
    start: str({
      description: "When the higher minimum begins, e.g. cron(0 7 ? * MON-FRI *).",
      ...schedule,
    }),
    end: str({
      description: "When it ends and the scaling's own minimum holds again, e.g. cron(0 19 ? * MON-FRI *).",
      ...schedule,
    }),
    timezone: str({ description: "Time zone of both, an IANA name such as Europe/Rome.", default: "UTC" }),
  },
  { description: "A higher minimum at regular times, before the load comes.", optional: true },
);

const scaling = obj(
  {
    minInstances: int({ description: "Smallest number of instances.", default: 1, ...instanceCounts }),
    maxInstances: int({ description: "Largest number of instances.", ...instanceCounts }),
    invocationsPerInstance: num({
      description: `Target tracking: calls that an instance should get in a minute. AWS's formula for a start is the most requests a second that one instance bears × 0.5 × 60. ${defaultInvocationsPerInstance} when neither this nor concurrentRequestsPerModel is set.`,
      optional: true,
      min: 1,
      max: 1_000_000,
    }),
    concurrentRequestsPerModel: num({
      description:
        "Target tracking on the high-resolution metric instead, every 10 seconds: requests that an instance should have in work at once, waiting ones included.",
      optional: true,
      min: 1,
      max: 10_000,
    }),
    ...cooldowns,
    scheduledMinimum,
  },
  {
    description: "Scales the number of instances with the load. Without it, the number stays as it is.",
    optional: true,
  },
);

const variant = obj(
  {
    ...instances,
    initialInstanceCount: int({
      description:
        "Instances at the start and after every update, which sets the number back. The scaling's minimum, or 1, without it.",
      optional: true,
      ...instanceCounts,
    }),
    weight: num({
      description: "Share of the traffic, relative to the other variants' weights.",
      default: 1,
      min: 0,
      max: 1000,
    }),
    routingStrategy: str({
      description: "How requests are spread over the instances.",
      default: "LEAST_OUTSTANDING_REQUESTS",
      oneOf: routingStrategies,
    }),
    scaling,
  },
  { description: "Instances of one type behind the endpoint." },
);

export const realTime = obj(
  {
    variants: map(variant, {
      description: "Production variants by name. One is enough; several share the traffic by weight.",
      minItems: 1,
      maxItems: variantsMax,
    }),
  },
  { description: "An endpoint on instances that answers at once.", optional: true },
);
