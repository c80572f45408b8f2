import { onAnyResource } from "./any-resource";
import { exactArn, refuseWildcard, regionalArn } from "./arn";
import { policyDocument } from "./document";
import { allow, publishTo } from "./parts";
import type { Location, PolicyDocument, Statement } from "./types";

export interface StateMachinePolicyOptions {
  readonly location: Location;
  /** Every job's name starts with it; a tuning job's own training jobs do too, since they take its name. */
  readonly jobNamePrefix: string;
  /** The role that the jobs run with: the only one that may be passed, and to SageMaker only. */
  readonly executionRoleArn: string;
  /** The state machine starts tuning jobs too. @default false */
  readonly tuning?: boolean;
  /** Where the last state writes the model's S3 URI. */
  readonly modelParameterArn: string;
  /** Told when a run fails. @default nobody */
  readonly failureTopicArn?: string;
  /** Executions are logged to CloudWatch. @default false */
  readonly logging?: boolean;
  /** Executions are traced with X-Ray. @default false */
  readonly tracing?: boolean;
}

/**
 * The role of the training pipeline.
 * Source: Step Functions Developer Guide, "Amazon SageMaker" integration, IAM policies for Run a Job (.sync).
 */
export function stateMachinePolicy(options: StateMachinePolicyOptions): PolicyDocument {
  const { location, tuning } = options;
  const prefix = refuseWildcard("jobNamePrefix", options.jobNamePrefix);
  const kinds = tuning ? ["training-job", "hyper-parameter-tuning-job"] : ["training-job"];
  const jobs = kinds.map((kind) => regionalArn(location, "sagemaker", `${kind}/${prefix}*`));
  return policyDocument(
    runJobs("RunTrainingJobs", "TrainingJob", jobs.slice(0, 1)),
    tuning ? runJobs("RunTuningJobs", "HyperParameterTuningJob", jobs.slice(1)) : undefined,
    // A .sync task tags the job it makes, to know it again, and reads the tags.
    allow("TagJobs", ["sagemaker:AddTags", "sagemaker:ListTags"], jobs),
    allow(
      "PassExecutionRole",
      ["iam:PassRole"],
      [exactArn("executionRoleArn", options.executionRoleArn, "iam")],
      {
        StringEquals: { "iam:PassedToService": "sagemaker.amazonaws.com" },
      },
    ),
    waitForJobs(location, tuning ?? false),
    allow(
      "WriteModelLocation",
      ["ssm:PutParameter"],
      [exactArn("modelParameterArn", options.modelParameterArn, "ssm")],
    ),
    options.failureTopicArn ? publishTo([options.failureTopicArn], "NotifyFailure") : undefined,
    options.logging ? onAnyResource("DeliverExecutionLogs") : undefined,
    options.tracing ? onAnyResource("WriteTraces") : undefined,
  );
}

function runJobs(sid: string, noun: string, jobs: readonly string[]): Statement {
  return allow(
    sid,
    ["Create", "Describe", "Stop"].map((verb) => `sagemaker:${verb}${noun}`),
    jobs,
  );
}

/** Step Functions keeps one rule a kind of job, with a fixed name, to hear when a job has ended. */
function waitForJobs(location: Location, tuning: boolean): Statement {
  const rules = ["StepFunctionsGetEventsForSageMakerTrainingJobsRule"];
  if (tuning) rules.push("StepFunctionsGetEventsForSageMakerTuningJobsRule");
  return allow(
    "WaitForJobs",
    ["events:DescribeRule", "events:PutRule", "events:PutTargets"],
    rules.map((rule) => regionalArn(location, "events", `rule/${rule}`)),
  );
}
