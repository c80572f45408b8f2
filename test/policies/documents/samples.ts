/** Every document of this project with every option on, from plain values: what the tests over all documents look at. */

import * as documents from "../../../policies/documents";
import type { PolicyDocument } from "../../../policies/documents";

export const location = { partition: "aws", region: "eu-central-1", accountId: "111122223333" } as const;

export const arns = {
  bucket: "arn:aws:s3:::mlops-store",
  logBucket: "arn:aws:s3:::mlops-logs",
  key: "arn:aws:kms:eu-central-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab",
  repository: "arn:aws:ecr:eu-central-1:763104351884:repository/pytorch-training",
  logGroup: "arn:aws:logs:eu-central-1:111122223333:log-group:/mlops/x",
  endpoint: "arn:aws:sagemaker:eu-central-1:111122223333:endpoint/mlops-dev",
  notebook: "arn:aws:sagemaker:eu-central-1:111122223333:notebook-instance/mlops-dev",
  function: "arn:aws:lambda:eu-central-1:111122223333:function:mlops-dev-classify",
  queue: "arn:aws:sqs:eu-central-1:111122223333:mlops-failures",
  topic: "arn:aws:sns:eu-central-1:111122223333:mlops-alarms",
  alarm: "arn:aws:cloudwatch:eu-central-1:111122223333:alarm:mlops-dev-error-ratio",
  rule: "arn:aws:events:eu-central-1:111122223333:rule/mlops",
  role: "arn:aws:iam::111122223333:role/mlops-training",
  modelParameter: "arn:aws:ssm:eu-central-1:111122223333:parameter/mlops/dev/model",
  readyParameter: "arn:aws:ssm:eu-central-1:111122223333:parameter/mlops/dev/host-ready",
  stateMachine: "arn:aws:states:eu-central-1:111122223333:stateMachine:mlops-train",
} as const;

const data = { bucketArn: arns.bucket, prefix: "data/" };
const models = { bucketArn: arns.bucket, prefix: "models/" };

/** Documents of roles. */
export const identityDocuments: Record<string, PolicyDocument> = {
  invokeEndpoint: documents.policyDocument(
    documents.invokeEndpoint({ endpointArn: arns.endpoint, asynchronous: true, responseStream: true }),
  ),
  function: documents.functionPolicy({
    logGroupArn: arns.logGroup,
    tracing: true,
    vpc: { location, functionArn: arns.function },
    deadLetter: { queueArn: arns.queue },
    readPrefixes: [models],
    keyArns: [arns.key],
  }),
  trainingJob: documents.trainingJobPolicy({
    readPrefixes: [data],
    writePrefixes: [models],
    imageRepositoryArns: [arns.repository],
    logGroupArn: arns.logGroup,
    keyArns: [arns.key],
    volumeKeyArns: [arns.key],
    vpc: { location },
  }),
  endpoint: documents.endpointPolicy({
    modelPrefixes: [models],
    imageRepositoryArns: [arns.repository],
    logGroupArn: arns.logGroup,
    rollbackAlarmArns: [arns.alarm],
    writePrefixes: [{ bucketArn: arns.bucket, prefix: "captures/" }],
    keyArns: [arns.key],
    volumeKeyArns: [arns.key],
    notifyTopicArns: [arns.topic],
    vpc: { location },
  }),
  trainingHost: documents.trainingHostPolicy({
    location,
    readPrefixes: [data],
    writePrefixes: [models],
    readyParameterArn: arns.readyParameter,
    ownTag: { key: "mlops:host", value: "dev" },
    logGroupArn: arns.logGroup,
    metricNamespaces: ["Mlops/TrainingHost"],
    keyArns: [arns.key],
  }),
  stateMachine: documents.stateMachinePolicy({
    location,
    jobNamePrefix: "mlops-dev-",
    executionRoleArn: arns.role,
    tuning: true,
    modelParameterArn: arns.modelParameter,
    failureTopicArn: arns.topic,
    logging: true,
    tracing: true,
  }),
  notebook: documents.notebookPolicy({
    location,
    notebookName: "mlops-dev",
    logGroupArn: arns.logGroup,
    readPrefixes: [data],
    pipeline: {
      stateMachineName: "mlops-train",
      jobNamePrefix: "mlops-dev-",
      modelParameterArn: arns.modelParameter,
    },
    endpointArn: arns.endpoint,
    keyArns: [arns.key],
  }),
  schedulerStop: documents.schedulerStopPolicy({ notebookArn: arns.notebook }),
  flowLogs: documents.flowLogsPolicy({ logGroupArn: arns.logGroup }),
  startExecution: documents.startExecutionPolicy({ stateMachineArn: arns.stateMachine }),
};

/** Documents that hang on a resource. */
export const resourceDocuments: Record<string, PolicyDocument> = {
  bucket: documents.bucketPolicy({
    bucketArn: arns.logBucket,
    accountId: location.accountId,
    accessLogs: { sourceBucketArns: [arns.bucket], prefix: "store/" },
  }),
  key: documents.keyPolicy({
    location,
    viaServices: ["s3", "sagemaker"],
    logGroupNamePrefixes: ["/aws/sagemaker/"],
    servicePrincipals: ["cloudwatch.amazonaws.com", "events.amazonaws.com"],
  }),
  topic: documents.topicPolicy({
    location,
    topicArn: arns.topic,
    publishers: ["alarms", "rules", "budgets", "cost-anomalies"],
  }),
  deadLetterQueue: documents.deadLetterQueuePolicy({
    queueArn: arns.queue,
    accountId: location.accountId,
    ruleArns: [arns.rule],
  }),
  interfaceEndpoint: documents.interfaceEndpointPolicy({
    service: "sagemaker.runtime",
    accountId: location.accountId,
    extraActions: ["sagemaker:InvokeEndpoint", "sagemaker:ListTags"],
  }),
  s3Endpoint: documents.s3EndpointPolicy({
    location,
    bucketArns: [arns.bucket],
    images: { containers: true, amazonLinux: true, systemsManager: true },
  }),
};

export const trustDocuments: Record<string, PolicyDocument> = {
  lambda: documents.trustPolicy({ service: "lambda.amazonaws.com", accountId: location.accountId }),
  sagemaker: documents.trustPolicy({ service: "sagemaker.amazonaws.com", accountId: location.accountId }),
  states: documents.trustPolicy({
    service: "states.amazonaws.com",
    accountId: location.accountId,
    sourceArns: ["arn:aws:states:eu-central-1:111122223333:stateMachine:mlops-*"],
  }),
};
