import { exactArn } from "./arn";
import { policyDocument } from "./document";
import { allow } from "./parts";
import { denyInsecureTransport } from "./resource-parts";
import type { PolicyDocument } from "./types";

/** The role with which an EventBridge rule or schedule starts executions of one state machine. */
export function startExecutionPolicy(options: { readonly stateMachineArn: string }): PolicyDocument {
  return policyDocument(
    allow(
      "StartExecution",
      ["states:StartExecution"],
      [exactArn("stateMachineArn", options.stateMachineArn, "states")],
    ),
  );
}

/** A dead-letter queue: EventBridge may send for the given rules; everything else needs an identity policy, and TLS. */
export function deadLetterQueuePolicy(options: {
  readonly queueArn: string;
  readonly accountId: string;
  /** @default none */
  readonly ruleArns?: readonly string[];
}): PolicyDocument {
  const queue = [exactArn("queueArn", options.queueArn, "sqs")];
  const rules = options.ruleArns ?? [];
  return policyDocument(
    denyInsecureTransport("sqs:*", queue),
    rules.length === 0
      ? undefined
      : {
          Sid: "AllowRules",
          Effect: "Allow",
          Principal: { Service: ["events.amazonaws.com"] },
          Action: ["sqs:SendMessage"],
          Resource: queue,
          Condition: {
            ArnEquals: { "aws:SourceArn": rules.map((arn) => exactArn("ruleArn", arn, "events")) },
            StringEquals: { "aws:SourceAccount": options.accountId },
          },
        },
  );
}
