/** The first states: what an execution's input may say, and what it changes. */
import { fieldIf, keysOf, objectWith, setField } from "../../shared/expressions";
import { localStorageFamilies } from "../../shared/instances";
import { Fn } from "../../shared/tf";
import type { TrainingPipelineValues, Tuning } from "../inputs";
import type { JobContext } from "./job";
import { EXECUTION_INPUT, jsonata, mapFields, textList } from "./jsonata";
import { tuningLimits } from "./tune";

/** What an execution's input may hold. `Comment` is in the input that the console suggests. */
export const executionInputFields = [
  "Comment",
  "codeUri",
  "hyperParameters",
  "instanceCount",
  "instanceType",
  "maxRuntimeSeconds",
  "tuningInstanceType",
] as const;

/** @param start the state after these */
export function readInputStates(context: JobContext, start: string): Record<string, object> {
  const { p } = context;
  return {
    Defaults: {
      Type: "Pass",
      Comment: "What holds unless the execution's input says otherwise, and what always holds.",
      Assign: { defaults: defaults(p), fixed: fixed(context), options: options(p), tuned: {} },
      Next: "CheckInput",
    },
    CheckInput: {
      Type: "Pass",
      Assign: { problems: jsonata(problems()) },
      Next: "InputIsRight",
    },
    InputIsRight: {
      Type: "Choice",
      Choices: [{ Condition: jsonata("$count($problems) = 0"), Next: "MergeInput" }],
      Default: "RefuseInput",
    },
    RefuseInput: {
      Type: "Pass",
      Assign: {
        failure: { error: "WrongInput", cause: jsonata("'Wrong input: ' & $join($problems, ' ')") },
      },
      Next: "ReportFailure",
    },
    MergeInput: {
      Type: "Pass",
      Assign: { settings: jsonata(mergedSettings()) },
      Next: start,
    },
  };
}

const defaults = (p: TrainingPipelineValues) => ({
  instanceType: p.instanceType,
  instanceCount: p.instanceCount,
  maxRuntimeSeconds: p.maxRuntimeSeconds,
  hyperParameters: p.hyperParameters,
  codeUri: `s3://${p.bucketName}/${p.codePrefix}${p.codeArchive}`,
});

const fixed = ({ p, region }: JobContext) => ({
  name: p.name,
  region,
  program: p.program,
  codeUriPrefix: `s3://${p.bucketName}/${p.codePrefix}`,
  datasetUri: `s3://${p.bucketName}/${p.datasetPrefix}`,
  modelUriPrefix: `s3://${p.bucketName}/${p.modelPrefix}`,
  checkpointUriPrefix: `s3://${p.bucketName}/${p.checkpointPrefix}`,
  bucketUri: `s3://${p.bucketName}/`,
  volumeSizeGb: p.volumeSizeGb,
  localStorageFamilies: [...localStorageFamilies],
});

const options = (p: TrainingPipelineValues): object =>
  objectWith(
    {},
    setField("weightsPrefix", p.weightsPrefix, (prefix) => prefix),
    setField("volumeKmsKeyArn", p.kmsKeyArn, (key) => key),
    setField("maxWaitSeconds", p.spot, (spot) => spot.maxWaitSeconds),
    setField("tuningInstanceType", p.tuning, (tuning) => tuning.instanceType),
    setField("tuningInstanceCount", p.tuning, (tuning) => tuning.instanceCount),
    setField("tunedNames", p.tuning, tunedNames),
    setField("tuningLimits", p.tuning, tuningLimits),
    fieldIf("interContainerEncryption", p.interContainerEncryption, () => true),
  );

const tunedNames = ({ continuousRanges, integerRanges, categoricalRanges }: Tuning): unknown =>
  Fn.concat([keysOf(continuousRanges), keysOf(integerRanges), keysOf(categoricalRanges)]);

function mergedSettings(): string {
  const strings = mapFields("$given.hyperParameters", "$name: $string($value)");
  return (
    `($given := $merge([{'hyperParameters': {}}, ${EXECUTION_INPUT}]); ` +
    `$merge([{'tuningInstanceType': $options.tuningInstanceType}, $defaults, $given, {'hyperParameters': $merge([$defaults.hyperParameters, ${strings}])}]))`
  );
}

/** A list with one sentence for each thing that is wrong. */
function problems(): string {
  const checks = [unknownFields(), ...hyperParameterChecks(), ...fieldChecks()];
  return `($given := ${EXECUTION_INPUT}; $type($given) != 'object' ? ['It must be an object.'] : [${checks.join(", ")}])`;
}

function unknownFields(): string {
  const known = textList(executionInputFields);
  return (
    `$map($filter($keys($given), function($name) { $not($name in ${known}) }), ` +
    `function($name) { $name & ' is not known; known are ${executionInputFields.join(", ")}.' })`
  );
}

const wrongIf = (condition: string, sentence: string): string => `${condition} ? ${sentence}`;

function fieldChecks(): string[] {
  const given = (field: string, isRight: string, says: string) =>
    wrongIf(`$exists($given.${field}) and $not(${isRight})`, `'${field} must be ${says}.'`);
  const isType = (field: string) =>
    `($type($given.${field}) = 'string' and $contains($given.${field}, /^ml[.][a-z0-9-]+[.][a-z0-9]+$/))`;
  const isWhole = (field: string, max: string) =>
    `($type($given.${field}) = 'number' and $floor($given.${field}) = $given.${field} and $given.${field} >= 1 and $given.${field} <= ${max})`;
  const longest = "($exists($options.maxWaitSeconds) ? $options.maxWaitSeconds : 2419200)";
  return [
    given("instanceType", isType("instanceType"), "a SageMaker instance type such as ml.m5.xlarge"),
    given("instanceCount", isWhole("instanceCount", "100"), "a whole number from 1 to 100"),
    given(
      "maxRuntimeSeconds",
      isWhole("maxRuntimeSeconds", longest),
      `a whole number from 1 to ' & ${longest} & '`,
    ),
    given(
      "codeUri",
      "($type($given.codeUri) = 'string' and $contains($given.codeUri, $fixed.codeUriPrefix) and $substring($given.codeUri, -7) = '.tar.gz')",
      "an archive below ' & $fixed.codeUriPrefix & ' that ends in .tar.gz",
    ),
    wrongIf(
      "$exists($given.tuningInstanceType) and $not($exists($options.tuningInstanceType))",
      "'tuningInstanceType is given, but this pipeline does not tune.'",
    ),
    given(
      "tuningInstanceType",
      isType("tuningInstanceType"),
      "a SageMaker instance type such as ml.m5.xlarge",
    ),
  ];
}

function hyperParameterChecks(): string[] {
  const isObject = "$type($given.hyperParameters) = 'object'";
  const each = (condition: string, sentence: string) =>
    `${isObject} ? $each($given.hyperParameters, function($value, $name) { ${condition} ? 'hyperParameters.' & $name & ' ${sentence}' })`;
  return [
    wrongIf(`$exists($given.hyperParameters) and $not(${isObject})`, "'hyperParameters must be an object.'"),
    each(
      "$not($type($value) in ['string', 'number', 'boolean'])",
      "must be a string, a number, true or false.",
    ),
    each("$name in $options.tunedNames", "is what this pipeline tunes; leave it out."),
    each(
      "$substring($name, 0, 10) = 'sagemaker_'",
      "is not for the program: the pipeline itself gives those.",
    ),
  ];
}
