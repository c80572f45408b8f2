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
  const { location } = options;
  const jobs = regionalArn(location, "sagemaker", `training-job/${checkedJobs(options)}`);
  return policyDocument(
    ...runJobs("Training", "TrainingJob", jobs),
    ...(options.tuning ? tuningJobStatements(options) : []),
    allow(
      "PassExecutionRole",
      ["iam:PassRole"],
      [exactArn("executionRoleArn", options.executionRoleArn, "iam")],
      {
        StringEquals: { "iam:PassedToService": "sagemaker.amazonaws.com" },
      },
    ),
    waitForJobs("Training", location),
    allow(
      "WriteModelLocation",
      ["ssm:PutParameter"],
      [exactArn("modelParameterArn", options.modelParameterArn, "ssm")],
    ),
    options.failureTopicArn ? publishTo([options.failureTopicArn], "NotifyFailure") : undefined,
    options.logging ? onAnyResource("DeliverExecutionLogs") : undefined,
    ...(options.tracing ? traceExecutions() : []),
  );
}

/** Source: Step Functions Developer Guide, "IAM policies for AWS X-Ray". */
const traceExecutions = (): Statement[] => [onAnyResource("WriteTraces"), onAnyResource("ReadTraceSampling")];

/** What tuning jobs need beside training jobs; for a pipeline of which only Terraform knows whether it tunes. */
export function tuningJobStatements(
  options: Pick<StateMachinePolicyOptions, "location" | "jobNamePrefix">,
): Statement[] {
  const { location } = options;
  const jobs = regionalArn(location, "sagemaker", `hyper-parameter-tuning-job/${checkedJobs(options)}`);
  return [...runJobs("Tuning", "HyperParameterTuningJob", jobs), waitForJobs("Tuning", location)];
}

const checkedJobs = ({ jobNamePrefix }: Pick<StateMachinePolicyOptions, "jobNamePrefix">): string =>
  `${refuseWildcard("jobNamePrefix", jobNamePrefix)}*`;

function runJobs(kind: "Training" | "Tuning", noun: string, jobs: string): Statement[] {
  const actions = ["Create", "Describe", "Stop"].map((verb) => `sagemaker:${verb}${noun}`);
  return [
    allow(`Run${kind}Jobs`, actions, [jobs]),
    // A .sync task tags the job it makes, to know it again, and reads the tags.
    allow(`Tag${kind}Jobs`, ["sagemaker:AddTags", "sagemaker:ListTags"], [jobs]),
  ];
}

/** Step Functions keeps one rule a kind of job, with a fixed name, to hear when a job has ended. */
function waitForJobs(kind: "Training" | "Tuning", location: Location): Statement {
  return allow(
    `WaitFor${kind}Jobs`,
    ["events:DescribeRule", "events:PutRule", "events:PutTargets"],
    [regionalArn(location, "events", `rule/StepFunctionsGetEventsForSageMaker${kind}JobsRule`)],
  );
}
