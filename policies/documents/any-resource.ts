import type { Condition, Statement } from "./types";

interface AnyResourceEntry {
  readonly actions: readonly string[];
  /** Why no narrower resource can be written. Shown in the generated documentation. */
  readonly reason: string;
  /**
   * Actions for which AWS's action table lists a resource type that does not apply to this use, with the explanation.
   * A test holds every other action against that table.
   */
  readonly resourceTypeDoesNotApply?: Readonly<Record<string, string>>;
}

/**
 * The only statements of this project whose resource is `*`, each with its reason. Nothing else may write `Resource: "*"`
 * in an identity policy: `onAnyResource` is the one door, and it opens for the entries below only.
 */
export const anyResourceStatements = {
  WriteTraces: {
    actions: ["xray:PutTraceSegments", "xray:PutTelemetryRecords"],
    reason: "X-Ray has no resource level for what a traced function or execution sends.",
  },
  ReadTraceSampling: {
    actions: ["xray:GetSamplingRules", "xray:GetSamplingTargets"],
    reason:
      "X-Ray has no resource level for its sampling rules; Step Functions asks them which executions to trace.",
  },
  DescribeNetworkForFunction: {
    actions: ["ec2:DescribeNetworkInterfaces", "ec2:DescribeSubnets"],
    reason:
      "EC2's Describe actions have no resource level; Lambda calls them to attach the function to its subnets.",
  },
  DescribeNetworkForJobs: {
    actions: [
      "ec2:DescribeDhcpOptions",
      "ec2:DescribeNetworkInterfaces",
      "ec2:DescribeSecurityGroups",
      "ec2:DescribeSubnets",
      "ec2:DescribeVpcs",
    ],
    reason:
      "EC2's Describe actions have no resource level; SageMaker calls them before it attaches to the VPC.",
  },
  LogInToRegistry: {
    actions: ["ecr:GetAuthorizationToken"],
    reason:
      "The token is for the whole registry; which repository it can pull is limited by the statement beside it.",
  },
  PublishMetrics: {
    actions: ["cloudwatch:PutMetricData"],
    reason: "Metrics have no resource level; the statement's condition limits the namespace.",
    resourceTypeDoesNotApply: {
      "cloudwatch:PutMetricData":
        "the dataset resource exists for the OTLP format only, which is not used here",
    },
  },
  ReadMetrics: {
    actions: ["cloudwatch:GetMetricData", "cloudwatch:GetMetricStatistics", "cloudwatch:ListMetrics"],
    reason: "Metrics have no resource level for reading.",
    resourceTypeDoesNotApply: {
      "cloudwatch:GetMetricData":
        "the dataset resource exists for the OTLP format only, which is not used here",
      "cloudwatch:ListMetrics":
        "the dataset resource exists for the OTLP format only, which is not used here",
    },
  },
  OpenSessionChannels: {
    actions: [
      "ssmmessages:CreateControlChannel",
      "ssmmessages:CreateDataChannel",
      "ssmmessages:OpenControlChannel",
      "ssmmessages:OpenDataChannel",
    ],
    reason: "Session Manager's channels have no resource level.",
  },
  DeliverExecutionLogs: {
    actions: [
      "logs:CreateLogDelivery",
      "logs:DeleteLogDelivery",
      "logs:DescribeLogGroups",
      "logs:DescribeResourcePolicies",
      "logs:GetLogDelivery",
      "logs:ListLogDeliveries",
      "logs:PutResourcePolicy",
      "logs:UpdateLogDelivery",
    ],
    reason:
      "CloudWatch Logs' delivery actions have no resource level; Step Functions needs them to log its executions.",
  },
  DescribeLogGroups: {
    actions: ["logs:DescribeLogGroups"],
    reason: "DescribeLogGroups has no resource level; flow logs look their group up with it.",
  },
} as const satisfies Record<string, AnyResourceEntry>;

export type AnyResourceSid = keyof typeof anyResourceStatements;

/** The statement of that name, on every resource. A condition may narrow it. */
export function onAnyResource(sid: AnyResourceSid, condition?: Condition): Statement {
  const { actions } = anyResourceStatements[sid];
  return {
    Sid: sid,
    Effect: "Allow",
    Action: actions,
    Resource: "*",
    ...(condition === undefined ? {} : { Condition: condition }),
  };
}
