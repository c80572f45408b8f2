/** The execution role: its log group, its queue, and the endpoint when its ARN is given. */
import type { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import type { SqsQueue } from "@cdktf/provider-aws/lib/sqs-queue";
import type { Construct } from "constructs";
import {
  allow,
  functionPolicy,
  invokeEndpoint,
  onAnyResource,
  trustPolicy,
  useKeys,
  type Location,
} from "../../policies/documents";
import { regionalArn } from "../../policies/documents/arn";
import { attachFunctionToVpc } from "../../policies/documents/function";
import { fieldIn } from "../shared/expressions";
import { statementIf } from "../shared/policy";
import { ServiceRole } from "../shared/role";
import { Fn, Token } from "../shared/tf";
import type { Values } from "./inputs";

export function makeRole(
  scope: Construct,
  p: Values,
  location: Location,
  logGroup: CloudwatchLogGroup,
  queue: SqsQueue,
): ServiceRole {
  // Written out, because the function needs its role before it has an ARN.
  const functionArn = regionalArn(location, "lambda", `function:${p.name}`);
  return new ServiceRole(scope, "role", {
    name: `${p.name}-function`,
    description: `Execution role of the classifier function ${p.name}`,
    trust: trustPolicy({ service: "lambda.amazonaws.com", accountId: location.accountId }).Statement,
    permissions: [
      ...functionPolicy({ logGroupArn: logGroup.arn, deadLetter: { queueArn: queue.arn } }).Statement,
      ...statementIf(p.tracing, () => onAnyResource("WriteTraces")),
      ...statementIf(p.network, () => attachFunctionToVpc(location, functionArn)),
      ...statementIf(p.kmsKeyArn, (key) => useKeys([key])),
      ...statementIf(p.s3, ({ prefixes }) =>
        allow("ReadImages", ["s3:GetObject"], objectArns(prefixes, location)),
      ),
      ...statementIf(fieldIn(p.s3, "kmsKeyArn"), (key) => allow("DecryptImages", ["kms:Decrypt"], [key])),
      ...statementIf(p.queue, ({ arn }) => allow("ReceiveMessages", receiveActions, [arn])),
      ...statementIf(fieldIn(p.queue, "kmsKeyArn"), (key) =>
        allow("DecryptMessages", ["kms:Decrypt"], [key]),
      ),
      ...statementIf(p.endpointArn, (endpointArn) => invokeEndpoint({ endpointArn })),
    ],
    tags: p.tags,
  });
}

/** What Lambda's poller needs, which acts with this role (Lambda developer guide, "Using Lambda with Amazon SQS"). */
const receiveActions = ["sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ReceiveMessage"];

/** s3://bucket/folder/ becomes the ARN of all objects below it. The inputs admit no wildcard. */
function objectArns(prefixes: readonly string[], { partition }: Location): string[] {
  const paths = Fn.split(",", Fn.replace(Fn.join(",", [...prefixes]), "s3://", ""));
  return Token.asList(Fn.formatlist("arn:%s:s3:::%s*", [partition, paths]));
}
