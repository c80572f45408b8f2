import { defineModule } from "../shared/module";
import { ClassifierFunction } from ".";
import { inputs } from "./inputs";
import { rules } from "./rules";

export const definition = defineModule({
  name: "classifier-function",
  summary:
    "A Lambda function that classifies an image, or what a URL points to, by way of one SageMaker endpoint; with its alias, concurrency, queue for failed events, alarms and least-privilege role.",
  inputs,
  rules,
  make: (scope, props) => new ClassifierFunction(scope, "this", props),
  outputs: {
    functionName: { description: "Name of the function.", value: (made) => made.functionName },
    functionArn: { description: "ARN of the function.", value: (made) => made.functionArn },
    aliasName: { description: "Name of the alias that callers use.", value: (made) => made.aliasName },
    aliasArn: {
      description: "ARN of that alias: what callers may be allowed to invoke.",
      value: (made) => made.aliasArn,
    },
    roleName: {
      description: "Name of the execution role, to attach more to it.",
      value: (made) => made.role.roleName,
    },
    roleArn: { description: "ARN of the execution role.", value: (made) => made.role.arn },
    logGroupName: { description: "Name of the log group.", value: (made) => made.logGroupName },
    failedEventsQueueUrl: {
      description: "URL of the queue of asynchronous calls that failed in the end.",
      value: (made) => made.failedEventsQueueUrl,
    },
    failedEventsQueueArn: { description: "ARN of that queue.", value: (made) => made.failedEventsQueueArn },
    alarmNames: {
      description: "Names of the alarms; the one of spill-over only with provisioned concurrency.",
      value: (made) => made.alarmNames,
    },
    alarmArns: { description: "ARNs of these alarms.", value: (made) => made.alarmArns },
    invokeCommand: {
      description: "Shell command that classifies one photo.",
      value: (made) => made.invokeCommand,
    },
  },
});
