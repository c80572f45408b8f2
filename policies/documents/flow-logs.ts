import { onAnyResource } from "./any-resource";
import { exactArn } from "./arn";
import { policyDocument } from "./document";
import { allow } from "./parts";
import type { PolicyDocument } from "./types";

/**
 * The role with which a VPC writes its flow logs into one existing log group.
 * Source: VPC User Guide, "IAM role for publishing flow logs to CloudWatch Logs", without CreateLogGroup.
 */
export function flowLogsPolicy(options: { readonly logGroupArn: string }): PolicyDocument {
  const group = exactArn("logGroupArn", options.logGroupArn, "logs");
  return policyDocument(
    allow(
      "WriteFlowLogs",
      ["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"],
      [group, `${group}:*`],
    ),
    onAnyResource("DescribeLogGroups"),
  );
}
