/**
 * Services through which a caller can become another principal, run code with another principal's role, read secrets or
 * data at rest, or change who may do so. A wildcard over one of these is an error.
 */
export const sensitiveServices: ReadonlySet<string> = new Set([
  // identities and the account itself
  "account",
  "iam",
  "identitystore",
  "organizations",
  "ram",
  "rolesanywhere",
  "signin",
  "sso",
  "sso-directory",
  "sts",
  // run code with a role
  "apprunner",
  "autoscaling",
  "batch",
  "bedrock-agentcore",
  "cloudformation",
  "codebuild",
  "codedeploy",
  "codepipeline",
  "datapipeline",
  "ec2",
  "ecs",
  "eks",
  "elasticbeanstalk",
  "elasticmapreduce",
  "emr-serverless",
  "glue",
  "imagebuilder",
  "lambda",
  "sagemaker",
  "scheduler",
  "ssm",
  "states",
  // secrets and data at rest
  "backup",
  "dynamodb",
  "ecr",
  "elasticfilesystem",
  "kms",
  "rds",
  "s3",
  "secretsmanager",
  // what watches the account
  "cloudtrail",
  "config",
  "guardduty",
  "logs",
]);
