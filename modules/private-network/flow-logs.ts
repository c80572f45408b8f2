/** The record of who talked to whom. */
import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { FlowLog } from "@cdktf/provider-aws/lib/flow-log";
import type { Vpc } from "@cdktf/provider-aws/lib/vpc";
import { flowLogsPolicy, trustPolicy } from "../../policies/documents";
import { accept } from "../shared/accept";
import { one, when } from "../shared/expressions";
import { ServiceRole } from "../shared/role";
import type { Context } from "./context";
import type { Surroundings } from "./endpoints";

/** @returns the log group's name; undefined (null in Terraform) without flow logs */
export function makeFlowLogs(
  { scope, p, named }: Context,
  vpc: Vpc,
  around: Surroundings,
): string | undefined {
  const group = when(p.flowLogs, (count) => {
    const logGroup = new CloudwatchLogGroup(scope, "flow_logs", {
      count,
      name: `/vpc/${p.name}/flow-logs`,
      retentionInDays: p.flowLogRetentionDays,
      kmsKeyId: p.kmsKeyArn,
      tags: named("flow-logs"),
    });
    accept(
      logGroup,
      "CKV_AWS_158",
      "CloudWatch Logs encrypts every group with a key of its own; an input of this module puts another in its place.",
    );
    accept(
      logGroup,
      "CKV_AWS_338",
      "A year is the default; an input of this module shortens it where logs must not be kept, or paid, so long.",
    );
    const logGroupArn = one(logGroup, "arn") as string;
    const { partition, region, accountId } = around;
    const role = new ServiceRole(scope, "flow_logs_role", {
      count,
      name: `${p.name}-flow-logs`,
      description: `Writes the flow logs of ${p.name}`,
      trust: trustPolicy({
        service: "vpc-flow-logs.amazonaws.com",
        accountId,
        sourceArns: [`arn:${partition}:ec2:${region}:${accountId}:vpc-flow-log/*`],
      }).Statement,
      permissions: flowLogsPolicy({ logGroupArn }).Statement,
      tags: p.tags,
    });
    new FlowLog(scope, "all_traffic", {
      count,
      vpcId: vpc.id,
      trafficType: "ALL",
      logDestinationType: "cloud-watch-logs",
      logDestination: logGroupArn,
      iamRoleArn: role.arn,
      maxAggregationInterval: 60,
      tags: named("flow-logs"),
      dependsOn: [role.permissions],
    });
    return logGroup;
  });
  return one(group, "name");
}
