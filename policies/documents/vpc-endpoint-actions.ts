/**
 * What may pass through each interface endpoint: what this project's roles do, and no more.
 * A test holds this table against the roles' documents, so that a new permission cannot be forgotten here.
 */
export const vpcEndpointActions = {
  "ecr.api": [
    "ecr:BatchCheckLayerAvailability",
    "ecr:BatchGetImage",
    "ecr:GetAuthorizationToken",
    "ecr:GetDownloadUrlForLayer",
  ],
  "ecr.dkr": [
    "ecr:BatchCheckLayerAvailability",
    "ecr:BatchGetImage",
    "ecr:GetAuthorizationToken",
    "ecr:GetDownloadUrlForLayer",
  ],
  ec2: ["ec2:StopInstances"],
  ec2messages: [
    "ec2messages:AcknowledgeMessage",
    "ec2messages:DeleteMessage",
    "ec2messages:FailMessage",
    "ec2messages:GetEndpoint",
    "ec2messages:GetMessages",
    "ec2messages:SendReply",
  ],
  kms: ["kms:CreateGrant", "kms:Decrypt", "kms:DescribeKey", "kms:GenerateDataKey"],
  logs: ["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"],
  monitoring: [
    "cloudwatch:GetMetricData",
    "cloudwatch:GetMetricStatistics",
    "cloudwatch:ListMetrics",
    "cloudwatch:PutMetricData",
  ],
  notebook: ["sagemaker:CreatePresignedNotebookInstanceUrl"],
  "sagemaker.api": [
    "sagemaker:CreatePresignedNotebookInstanceUrl",
    "sagemaker:DescribeHyperParameterTuningJob",
    "sagemaker:DescribeNotebookInstance",
    "sagemaker:DescribeTrainingJob",
    "sagemaker:StopNotebookInstance",
  ],
  "sagemaker.runtime": [
    "sagemaker:InvokeEndpoint",
    "sagemaker:InvokeEndpointAsync",
    "sagemaker:InvokeEndpointWithResponseStream",
  ],
  sns: ["sns:Publish"],
  sqs: ["sqs:SendMessage"],
  ssm: ["ssm:GetParameter", "ssm:PutParameter", "ssm:UpdateInstanceInformation"],
  ssmmessages: [
    "ssmmessages:CreateControlChannel",
    "ssmmessages:CreateDataChannel",
    "ssmmessages:OpenControlChannel",
    "ssmmessages:OpenDataChannel",
  ],
  states: [
    "states:DescribeExecution",
    "states:GetExecutionHistory",
    "states:StartExecution",
    "states:StopExecution",
  ],
  sts: ["sts:GetCallerIdentity"],
  xray: ["xray:PutTelemetryRecords", "xray:PutTraceSegments"],
} as const satisfies Record<string, readonly string[]>;

/** An interface endpoint by the last part of its service name (`com.amazonaws.<region>.<service>`). */
export type VpcEndpointService = keyof typeof vpcEndpointActions;
