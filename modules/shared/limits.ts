/**
 * AWS's limits, in AWS's own units. Each group names its source. A test holds those that botocore's service models state
 * against them (`test/modules/shared/limits.test.ts`), so that they are not checked by their own author alone.
 */

/** Source: SageMaker API reference (botocore `sagemaker` service model). */
export const sagemakerLimits = {
  /** Endpoint, endpoint configuration, model, variant, notebook instance, lifecycle configuration, training job. */
  nameMaxLength: 63,
  /** Letters, digits and single hyphens between them. */
  namePattern: "^[a-zA-Z0-9](-*[a-zA-Z0-9])*$",
  tuningJobNameMaxLength: 32,
  hyperParametersMax: 100,
  hyperParameterValueMaxLength: 2500,
  environmentEntriesMax: 100,
  environmentValueMaxLength: 1024,
  metricDefinitionsMax: 40,
  metricRegexMaxLength: 500,
  inputChannelsMax: 20,
  subnetsMax: 16,
  securityGroupsMax: 5,
  productionVariantsMax: 10,
  rollbackAlarmsMax: 10,
  startupHealthCheckTimeoutSeconds: { min: 60, max: 3600 },
  modelDataDownloadTimeoutSeconds: { min: 60, max: 3600 },
  endpointVolumeSizeGb: { min: 1, max: 512 },
  notebookVolumeSizeGb: { min: 5, max: 16384 },
  /** One lifecycle script, after Base64. It has to end within five minutes. */
  lifecycleScriptMaxLength: 16384,
  blueGreenTerminationWaitSeconds: { min: 0, max: 3600 },
  blueGreenWaitIntervalSeconds: { min: 0, max: 3600 },
  blueGreenMaximumExecutionSeconds: { min: 600, max: 28800 },
  keepAlivePeriodSeconds: { min: 0, max: 21600 },
  trainingMaxRuntimeSeconds: { min: 1, max: 28 * 24 * 3600 },
  tuningSearchRangesMax: 30,
  /** The longest that a tuning job may be told to run. */
  tuningMaxRuntimeSeconds: 15_768_000,
  serverlessMemorySizeMb: [1024, 2048, 3072, 4096, 5120, 6144],
  serverlessMaxConcurrency: { min: 1, max: 200 },
  captureSamplingPercent: { min: 0, max: 100 },
  /** InvokeEndpoint's `BodyBlob` (botocore `sagemaker-runtime`). */
  invokePayloadMaxBytes: 6_291_456,
  asyncInvocationTimeoutSeconds: { min: 1, max: 3600 },
} as const;

/** Source: SageMaker developer guide, "Blue/green deployments": canary at most half, linear steps of 10 to 50 percent. */
export const deploymentLimits = {
  canaryPercent: { min: 1, max: 50 },
  linearStepPercent: { min: 10, max: 50 },
} as const;

/** Source: Lambda developer guide, "Lambda quotas" (botocore `lambda` for the shapes). */
export const lambdaLimits = {
  functionNameMaxLength: 64,
  memorySizeMb: { min: 128, max: 10240 },
  timeoutSeconds: { min: 1, max: 900 },
  ephemeralStorageMb: { min: 512, max: 10240 },
  environmentMaxBytes: 4096,
  /** The account must keep this much concurrency unreserved; reserving more is refused by AWS. */
  unreservedConcurrencyMin: 100,
  /** The default account quota; new accounts may have less. */
  accountConcurrencyDefault: 1000,
  asyncMaximumEventAgeSeconds: { min: 60, max: 21600 },
  asyncMaximumRetryAttempts: { min: 0, max: 2 },
  /** Lambda API reference, CreateEventSourceMapping: more than 10 need a window; a FIFO queue gives 10 at most, and has none. */
  queueBatchSize: { min: 1, max: 10_000 },
  queueBatchSizeWithoutWindowMax: 10,
  queueBatchingWindowSeconds: { min: 0, max: 300 },
  /** Lambda API reference, ScalingConfig. */
  queueMaximumConcurrency: { min: 2, max: 1000 },
  zipMaxBytes: 50 * 1024 * 1024,
  unzippedMaxBytes: 250 * 1024 * 1024,
} as const;

/** Source: IAM user guide, "IAM and AWS STS quotas". Whitespace is not counted. */
export const iamLimits = {
  roleNameMaxLength: 64,
  policyNameMaxLength: 128,
  managedPolicyMaxBytes: 6144,
  rolePolicyMaxBytes: 10240,
  trustPolicyMaxBytes: 2048,
} as const;

/**
 * Sources: EC2 user guide, "Run commands on your Linux instance at launch": raw size, before Base64; EC2 API reference,
 * EbsBlockDevice.
 */
export const ec2Limits = { userDataMaxBytes: 16384, gp3SizeGb: { min: 1, max: 65536 } } as const;

/** Source: S3 user guide, "Bucket naming rules". */
export const s3Limits = {
  bucketNameLength: { min: 3, max: 63 },
  bucketNamePattern: "^[a-z0-9][a-z0-9-]*[a-z0-9]$",
} as const;

/** Source: CloudWatch Logs API reference, PutRetentionPolicy: the only accepted values, in days. */
export const logRetentionDays = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
] as const;

/** Source: KMS API reference, ScheduleKeyDeletion. */
export const kmsLimits = {
  deletionWindowDays: { min: 7, max: 30 },
  rotationPeriodDays: { min: 90, max: 2560 },
} as const;

/** Source: VPC user guide, "VPC CIDR blocks": between /16 and /28. */
export const vpcLimits = { prefixLength: { min: 16, max: 28 } } as const;
