/** The limits and enums of the modules against AWS's own service models: botocore's, not this project's reading of a page. */
import { runtimes } from "../../../modules/classifier-function/inputs";
import { captureModes, routingStrategies } from "../../../modules/inference-endpoint/inputs";
import { notebookPlatforms } from "../../../modules/notebook/inputs";
import * as limits from "../../../modules/shared/limits";
import { inputModes } from "../../../modules/training-pipeline/inputs";
import {
  objectiveTypes,
  scalingTypes,
  tuningStrategies,
} from "../../../modules/training-pipeline/inputs-tuning";
import { botocoreShapes, type Shape } from "../../helpers/botocore";

/** Every leaf of `limits.ts`: groups are objects, a range (`{ min, max }`), a list, a number and a text are leaves. */
function leavesOf(value: unknown, path = ""): [string, unknown][] {
  const isGroup = typeof value === "object" && value !== null && !Array.isArray(value) && !("min" in value);
  if (!isGroup) return [[path, value]];
  return Object.entries(value).flatMap(([name, inner]) => leavesOf(inner, path ? `${path}.${name}` : name));
}
const leaves = new Map(leavesOf(limits));

/** Limits that a shape states as they are: a maximum, or a range. */
const STATED: Record<string, readonly string[]> = {
  "sagemakerLimits.nameMaxLength": [
    "sagemaker/EndpointName", "sagemaker/EndpointConfigName", "sagemaker/ModelName", "sagemaker/VariantName",
    "sagemaker/NotebookInstanceName", "sagemaker/NotebookInstanceLifecycleConfigName", "sagemaker/TrainingJobName",
  ],
  "sagemakerLimits.tuningJobNameMaxLength": ["sagemaker/HyperParameterTuningJobName"],
  "sagemakerLimits.hyperParametersMax": ["sagemaker/HyperParameters"],
  "sagemakerLimits.hyperParameterValueMaxLength": ["sagemaker/HyperParameterValue"],
  "sagemakerLimits.environmentEntriesMax": ["sagemaker/EnvironmentMap", "sagemaker/TrainingEnvironmentMap"],
  "sagemakerLimits.environmentValueMaxLength": ["sagemaker/EnvironmentValue"],
  "sagemakerLimits.metricDefinitionsMax": ["sagemaker/MetricDefinitionList"],
  "sagemakerLimits.metricRegexMaxLength": ["sagemaker/MetricRegex"],
  "sagemakerLimits.inputChannelsMax": ["sagemaker/InputDataConfig"],
  "sagemakerLimits.subnetsMax": ["sagemaker/Subnets"],
  "sagemakerLimits.securityGroupsMax": ["sagemaker/VpcSecurityGroupIds"],
  "sagemakerLimits.productionVariantsMax": ["sagemaker/ProductionVariantList"],
  "sagemakerLimits.rollbackAlarmsMax": ["sagemaker/AlarmList"],
  "sagemakerLimits.startupHealthCheckTimeoutSeconds": ["sagemaker/ProductionVariantContainerStartupHealthCheckTimeoutInSeconds"],
  "sagemakerLimits.modelDataDownloadTimeoutSeconds": ["sagemaker/ProductionVariantModelDataDownloadTimeoutInSeconds"],
  "sagemakerLimits.endpointVolumeSizeGb": ["sagemaker/ProductionVariantVolumeSizeInGB"],
  "sagemakerLimits.notebookVolumeSizeGb": ["sagemaker/NotebookInstanceVolumeSizeInGB"],
  "sagemakerLimits.lifecycleScriptMaxLength": ["sagemaker/NotebookInstanceLifecycleConfigContent"],
  "sagemakerLimits.blueGreenTerminationWaitSeconds": ["sagemaker/TerminationWaitInSeconds"],
  "sagemakerLimits.blueGreenWaitIntervalSeconds": ["sagemaker/WaitIntervalInSeconds"],
  "sagemakerLimits.blueGreenMaximumExecutionSeconds": ["sagemaker/MaximumExecutionTimeoutInSeconds"],
  "sagemakerLimits.keepAlivePeriodSeconds": ["sagemaker/KeepAlivePeriodInSeconds"],
  "sagemakerLimits.tuningSearchRangesMax": [
    "sagemaker/ContinuousParameterRanges", "sagemaker/IntegerParameterRanges", "sagemaker/CategoricalParameterRanges",
  ],
  "sagemakerLimits.tuningMaxRuntimeSeconds": ["sagemaker/HyperParameterTuningMaxRuntimeInSeconds"],
  "sagemakerLimits.serverlessMaxConcurrency": ["sagemaker/ServerlessMaxConcurrency"],
  "sagemakerLimits.captureSamplingPercent": ["sagemaker/SamplingPercentage"],
  "sagemakerLimits.invokePayloadMaxBytes": ["sagemaker-runtime/BodyBlob"],
  "sagemakerLimits.asyncInvocationTimeoutSeconds": ["sagemaker-runtime/InvocationTimeoutSecondsHeader"],
  "lambdaLimits.asyncMaximumEventAgeSeconds": ["lambda/MaximumEventAgeInSeconds"],
  "lambdaLimits.asyncMaximumRetryAttempts": ["lambda/MaximumRetryAttempts"],
  "lambdaLimits.queueBatchSize": ["lambda/BatchSize"],
  "lambdaLimits.queueBatchingWindowSeconds": ["lambda/MaximumBatchingWindowInSeconds"],
  "lambdaLimits.queueMaximumConcurrency": ["lambda/MaximumConcurrency"],
  "iamLimits.roleNameMaxLength": ["iam/roleNameType"],
  "iamLimits.policyNameMaxLength": ["iam/policyNameType"],
  "kmsLimits.rotationPeriodDays": ["kms/RotationPeriodInDaysType"],
}; // prettier-ignore

/** Limits that the shape's numbers do not tell, but the model's documentation does. Each number has to be in the text. */
const DOCUMENTED: Record<string, { shape: string; text: (value: never) => string | RegExp }> = {
  logRetentionDays: {
    shape: "logs/Days",
    text: (days: number[]) => `Possible values are: ${days.slice(0, -1).join(", ")}, and ${days.at(-1)}.`,
  },
  "kmsLimits.deletionWindowDays": {
    shape: "kms/ScheduleKeyDeletionRequest.PendingWindowInDays",
    text: ({ min, max }: Range) => `it must be between ${min} and ${max}, inclusive`,
  },
  "sagemakerLimits.serverlessMemorySizeMb": {
    shape: "sagemaker/ProductionVariantServerlessConfig.MemorySizeInMB",
    text: (sizes: number[]) => `${sizes.slice(0, -1).join(" MB, ")} MB, or ${sizes.at(-1)} MB`,
  },
  "deploymentLimits.canaryPercent": {
    shape: "sagemaker/TrafficRoutingConfig.CanarySize",
    text: ({ max }: Range) => `must be less than or equal to ${max}%`,
  },
  "deploymentLimits.linearStepPercent": {
    shape: "sagemaker/TrafficRoutingConfig.LinearStepSize",
    text: ({ min, max }: Range) => `must be ${min}-${max}%`,
  },
  "lambdaLimits.functionNameMaxLength": {
    shape: "lambda/CreateFunctionRequest.FunctionName",
    text: (max: number) => `limited to ${max} characters`,
  },
  "lambdaLimits.timeoutSeconds": {
    shape: "lambda/CreateFunctionRequest.Timeout",
    text: ({ max }: Range) => `the maximum allowed value is ${max} seconds`,
  },
  "ec2Limits.gp3SizeGb": {
    shape: "ec2/EbsBlockDevice.VolumeSize",
    text: ({ min, max }: Range) => `gp3: ${min} - ${max.toLocaleString("en-US")} GiB`,
  },
};

/** Limits that the models do not tell at all, or tell more widely than they hold here, and why they stand. */
const NOT_STATED: Record<string, string> = {
  "sagemakerLimits.namePattern": "the shapes' patterns differ in writing only; tried on names below",
  "sagemakerLimits.trainingMaxRuntimeSeconds": "the shape has no maximum; 28 days are a quota of the account",
  "lambdaLimits.memorySizeMb":
    "the shape allows 32768, which is for Lambda Managed Instances; 10240 is the quota for functions",
  "lambdaLimits.ephemeralStorageMb":
    "the shape allows 32768, which is for Lambda Managed Instances; 10240 is the quota for functions",
  "lambdaLimits.environmentMaxBytes": "a quota over all variables together",
  "lambdaLimits.unreservedConcurrencyMin": "a rule of PutFunctionConcurrency over the whole account",
  "lambdaLimits.accountConcurrencyDefault": "a quota of the account",
  "lambdaLimits.queueBatchSizeWithoutWindowMax":
    "a rule of CreateEventSourceMapping between two of its parameters",
  "lambdaLimits.zipMaxBytes": "a quota",
  "lambdaLimits.unzippedMaxBytes": "a quota",
  "iamLimits.managedPolicyMaxBytes":
    "a quota that does not count whitespace; the shape's 131072 counts the raw text",
  "iamLimits.rolePolicyMaxBytes": "a quota over all inline policies of a role",
  "iamLimits.trustPolicyMaxBytes": "a quota that can be raised",
  "ec2Limits.userDataMaxBytes": "UserData is a text without a length in the model",
  "s3Limits.bucketNameLength": "a bucket's name is a text without a length in the model",
  "s3Limits.bucketNamePattern": "a bucket's name is a text without a pattern in the model",
  "vpcLimits.prefixLength": "a CIDR block is a text in the model",
};

interface Range {
  min: number;
  max: number;
}

/** What the modules let their users choose, against what AWS takes. A module may take less. */
const ENUMS: [string, readonly string[], string][] = [
  ["captureModes", captureModes, "sagemaker/CaptureMode"],
  ["routingStrategies", routingStrategies, "sagemaker/RoutingStrategy"],
  ["runtimes", runtimes, "lambda/Runtime"],
  ["inputModes", inputModes, "sagemaker/TrainingInputMode"],
  ["tuningStrategies", tuningStrategies, "sagemaker/HyperParameterTuningJobStrategyType"],
  ["scalingTypes", scalingTypes, "sagemaker/HyperParameterScalingType"],
  ["objectiveTypes", objectiveTypes, "sagemaker/HyperParameterTuningJobObjectiveType"],
];

const shapes: Record<string, Shape> = botocoreShapes([
  ...Object.values(STATED).flat(),
  ...Object.values(DOCUMENTED).map(({ shape }) => shape),
  ...ENUMS.map(([, , shape]) => shape),
  "sagemaker/PlatformIdentifier",
]);
const shapeOf = (name: string): Shape => shapes[name] ?? { documentation: "" };

it("accounts for every limit: compared, or with the reason why not", () => {
  const accounted = [STATED, DOCUMENTED, NOT_STATED].flatMap((table) => Object.keys(table));
  expect(accounted.sort()).toEqual([...leaves.keys()].sort());
});

describe("a limit that AWS's model states", () => {
  it.each(Object.entries(STATED).flatMap(([limit, names]) => names.map((name) => [limit, name] as const)))(
    "%s is that of %s",
    (limit, name) => {
      const { min, max } = shapeOf(name);
      const ours = leaves.get(limit);
      expect(typeof ours === "number" ? max : { min, max }).toEqual(ours);
    },
  );

  it.each(Object.entries(DOCUMENTED))("%s is the documented one", (limit, { shape, text }) => {
    const documentation = shapeOf(shape).documentation.replace(/\s+/g, " ");
    expect(documentation).toContain(text(leaves.get(limit) as never));
  });
});

it("takes and refuses the names that the shapes take and refuse", () => {
  const ours = new RegExp(limits.sagemakerLimits.namePattern);
  for (const name of STATED["sagemakerLimits.nameMaxLength"] ?? []) {
    const theirs = new RegExp(`^(?:${shapeOf(name).pattern})$`);
    for (const text of ["a", "A1", "a-b", "a--b", "-a", "a-", "", "a_b", "a.b", "a b", "ä"]) {
      const isOptional = text === "" && theirs.test("");
      expect([name, text, ours.test(text)]).toEqual([name, text, isOptional ? false : theirs.test(text)]);
    }
  }
});

describe("an enum that the API takes", () => {
  it.each(ENUMS)("%s holds values of %s", (_name, values, shape) => {
    const known = shapeOf(shape).enum ?? [];
    expect(known).not.toEqual([]);
    expect(values.filter((value) => !known.includes(value))).toEqual([]);
  });

  it("notebookPlatforms holds values of the platform's pattern", () => {
    const pattern = new RegExp(`^${shapeOf("sagemaker/PlatformIdentifier").pattern}$`);
    expect(notebookPlatforms.filter((platform) => !pattern.test(platform))).toEqual([]);
    expect("notebook-al3-v1").not.toMatch(pattern);
  });
});
