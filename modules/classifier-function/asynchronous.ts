/** Asynchronous calls: how long they may wait, and the queue for those that failed in the end. */
import type { LambdaAlias } from "@cdktf/provider-aws/lib/lambda-alias";
import type { LambdaFunction } from "@cdktf/provider-aws/lib/lambda-function";
import { LambdaFunctionEventInvokeConfig } from "@cdktf/provider-aws/lib/lambda-function-event-invoke-config";
import { SqsQueue } from "@cdktf/provider-aws/lib/sqs-queue";
import { SqsQueuePolicy } from "@cdktf/provider-aws/lib/sqs-queue-policy";
import type { Construct } from "constructs";
import { deadLetterQueuePolicy, type Location } from "../../policies/documents";
import { choose, isSet } from "../shared/expressions";
import type { Flag } from "../shared/inputs";
import { policyJson } from "../shared/policy";
import type { Values } from "./inputs";

/** The longest that SQS keeps a message: 14 days. */
const messageRetentionSeconds = 14 * 24 * 3600;

export function makeQueue(scope: Construct, p: Values, location: Location): SqsQueue {
  const queue = new SqsQueue(scope, "failed_events", {
    name: `${p.name}-failed-events`,
    messageRetentionSeconds,
    kmsMasterKeyId: p.kmsKeyArn,
    // SQS's own key; the two exclude each other.
    sqsManagedSseEnabled: choose<Flag | undefined>(isSet(p.kmsKeyArn), undefined, true),
    tags: p.tags,
  });
  const { Statement } = deadLetterQueuePolicy({ queueArn: queue.arn, accountId: location.accountId });
  new SqsQueuePolicy(scope, "failed_events_policy", {
    queueUrl: queue.url,
    policy: policyJson(scope, "failed_events_document", Statement),
  });
  return queue;
}

export function configureAsynchronousCalls(
  scope: Construct,
  p: Values,
  lambda: LambdaFunction,
  alias: LambdaAlias,
  queue: SqsQueue,
): void {
  new LambdaFunctionEventInvokeConfig(scope, "asynchronous_calls", {
    functionName: lambda.functionName,
    qualifier: alias.name,
    maximumEventAgeInSeconds: p.asynchronous.maximumEventAgeSeconds,
    maximumRetryAttempts: p.asynchronous.maximumRetryAttempts,
    destinationConfig: { onFailure: { destination: queue.arn } },
  });
}
