/** An endpoint without instances, and one with a queue. */
import { int, num, obj, str } from "../../shared/inputs";
import { sagemakerLimits } from "../../shared/limits";
import { cooldowns, folderUri, instanceCounts, instances, keyArn, objectUri, topicArn } from "./parts";

export const serverless = obj(
  {
    memorySizeMb: int({
      description: "Memory of one worker in MB; its share of a processor grows with it.",
      default: 2048,
      oneOf: sagemakerLimits.serverlessMemorySizeMb,
    }),
    maxConcurrency: int({
      description: "Calls in work at once; more are refused.",
      default: 5,
      ...sagemakerLimits.serverlessMaxConcurrency,
    }),
    provisionedConcurrency: int({
      description:
        "Workers kept warm, and paid for all the time. Without it, a pause is followed by a cold start.",
      optional: true,
      ...sagemakerLimits.serverlessMaxConcurrency,
    }),
  },
  {
    description: "An endpoint without instances: paid by the call, with cold starts, without GPUs.",
    optional: true,
  },
);

export const asynchronous = obj(
  {
    ...instances,
    inputUri: str({
      description: "S3 URI of the folder in which callers put their requests; the role may read it.",
      ...folderUri,
    }),
    outputUri: str({ description: "S3 URI of the folder for results.", ...objectUri }),
    failureUri: str({
      description: "S3 URI of the folder for failures; without it, SageMaker keeps none.",
      optional: true,
      ...objectUri,
    }),
    kmsKeyArn: str({ description: "ARN of the KMS key that encrypts requests and results.", ...keyArn }),
    notifications: obj(
      {
        successTopicArn: str({
          description: "ARN of the SNS topic that is told of each result.",
          ...topicArn,
        }),
        errorTopicArn: str({
          description: "ARN of the SNS topic that is told of each failure.",
          ...topicArn,
        }),
      },
      {
        description: "Who is told when a request is done; without it, callers look for the result.",
        optional: true,
      },
    ),
    maxConcurrentInvocationsPerInstance: int({
      description: "Requests that one instance works on at once.",
      default: 4,
      min: 1,
      max: 1000,
    }),
    minInstances: int({
      description:
        "Smallest number of instances. 0 costs nothing while the queue is empty; the first request then waits until an instance is up.",
      default: 0,
      min: 0,
      max: instanceCounts.max,
    }),
    maxInstances: int({ description: "Largest number of instances.", default: 1, ...instanceCounts }),
    backlogPerInstance: num({
      description: "Target tracking: requests that should wait for each instance.",
      default: 5,
      min: 1,
      max: 10_000,
    }),
    ...cooldowns,
  },
  {
    description:
      "An endpoint on instances with a queue: requests and results are objects in S3, up to 1 GB and one hour.",
    optional: true,
  },
);
