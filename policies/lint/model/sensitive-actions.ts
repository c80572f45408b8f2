import type { KnownAction } from "./actions";

/** Actions that give out what is stored, not what is said about it. */
const dataReads: ReadonlySet<string> = new Set([
  "codecommit:GitPull",
  "dynamodb:BatchGetItem",
  "dynamodb:GetItem",
  "dynamodb:GetRecords",
  "dynamodb:PartiQLSelect",
  "dynamodb:Query",
  "dynamodb:Scan",
  "ebs:GetSnapshotBlock",
  "ecr:BatchGetImage",
  "ecr:GetDownloadUrlForLayer",
  "kinesis:GetRecords",
  "kms:Decrypt",
  "lambda:GetFunction",
  "s3:GetObject",
  "s3:GetObjectVersion",
  "sagemaker:BatchGetRecord",
  "sagemaker:GetRecord",
  "secretsmanager:BatchGetSecretValue",
  "secretsmanager:GetSecretValue",
  "sqs:ReceiveMessage",
  "ssm:GetParameter",
  "ssm:GetParameterHistory",
  "ssm:GetParameters",
  "ssm:GetParametersByPath",
]);

export function isDataRead({ name }: KnownAction): boolean {
  return dataReads.has(name);
}

/** Asks a model at a SageMaker endpoint. */
export function isInvocation({ name }: KnownAction): boolean {
  return name.startsWith("sagemaker:InvokeEndpoint");
}
