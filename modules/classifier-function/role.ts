/** The execution role: its log group, its queue, and the endpoint when its ARN is given. */
import type { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import type { SqsQueue } from "@cdktf/provider-aws/lib/sqs-queue";
import type { Construct } from "constructs";
import {
  functionPolicy,
  invokeEndpoint,
  onAnyResource,
  trustPolicy,
  useKeys,
  type Location,
} from "../../policies/documents";
import { regionalArn } from "../../policies/documents/arn";
import { attachFunctionToVpc } from "../../policies/documents/function";
import { statementIf } from "../shared/policy";
import { ServiceRole } from "../shared/role";
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
      ...statementIf(p.endpointArn, (endpointArn) => invokeEndpoint({ endpointArn })),
    ],
    tags: p.tags,
  });
}
