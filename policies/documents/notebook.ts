import { onAnyResource } from "./any-resource";
import { exactArn, refuseWildcard, regionalArn } from "./arn";
import { policyDocument } from "./document";
import { invokeEndpoint } from "./invoke-endpoint";
import { allow, decryptWithKeys, listObjects, readObjects, writeLogs } from "./parts";
import type { Location, PolicyDocument, S3Prefix, Statement } from "./types";

export interface NotebookPolicyOptions {
  readonly location: Location;
  /** The notebook instance itself, which stops itself when idle. */
  readonly notebookName: string;
  /** `/aws/sagemaker/NotebookInstances`. */
  readonly logGroupArn: string;
  /** Notebooks and datasets; none when empty. */
  readonly readPrefixes: readonly S3Prefix[];
  /** The training pipeline that it may start. @default none */
  readonly pipeline?: {
    readonly stateMachineName: string;
    /** See `StateMachinePolicyOptions.jobNamePrefix`. */
    readonly jobNamePrefix: string;
    /** Where the pipeline writes the model's S3 URI. */
    readonly modelParameterArn: string;
  };
  /** The endpoint that it may invoke. @default none */
  readonly endpointArn?: string;
  /** Keys of what it reads. @default none */
  readonly keyArns?: readonly string[];
}

/** The notebook's role: it starts the pipeline, looks at the results and invokes the endpoint. It cannot touch IAM. */
export function notebookPolicy(options: NotebookPolicyOptions): PolicyDocument {
  return policyDocument(
    stopItself(options),
    writeLogs(options.logGroupArn, { listStreams: true }),
    options.readPrefixes.length ? readObjects(options.readPrefixes) : undefined,
    ...listObjects(options.readPrefixes),
    options.keyArns?.length ? decryptWithKeys(options.keyArns) : undefined,
    ...(options.pipeline ? runPipeline(options.location, options.pipeline) : []),
    options.endpointArn ? invokeEndpoint({ endpointArn: options.endpointArn }) : undefined,
  );
}

function stopItself({ location, notebookName }: NotebookPolicyOptions): Statement {
  return allow(
    "StopItself",
    ["sagemaker:DescribeNotebookInstance", "sagemaker:StopNotebookInstance"],
    [regionalArn(location, "sagemaker", `notebook-instance/${refuseWildcard("notebookName", notebookName)}`)],
  );
}

/** Starts one training pipeline and looks at its executions, jobs, metrics and result. */
export function runPipeline(
  location: Location,
  pipeline: NonNullable<NotebookPolicyOptions["pipeline"]>,
): Statement[] {
  const name = refuseWildcard("pipeline.stateMachineName", pipeline.stateMachineName);
  const prefix = refuseWildcard("pipeline.jobNamePrefix", pipeline.jobNamePrefix);
  return [
    allow(
      "StartPipeline",
      ["states:StartExecution"],
      [regionalArn(location, "states", `stateMachine:${name}`)],
    ),
    allow(
      "WatchPipeline",
      ["states:DescribeExecution", "states:GetExecutionHistory", "states:StopExecution"],
      [regionalArn(location, "states", `execution:${name}:*`)],
    ),
    allow(
      "ReadJobs",
      ["sagemaker:DescribeHyperParameterTuningJob", "sagemaker:DescribeTrainingJob"],
      ["hyper-parameter-tuning-job", "training-job"].map((kind) =>
        regionalArn(location, "sagemaker", `${kind}/${prefix}*`),
      ),
    ),
    allow(
      "ReadModelLocation",
      ["ssm:GetParameter"],
      [exactArn("pipeline.modelParameterArn", pipeline.modelParameterArn, "ssm")],
    ),
    onAnyResource("ReadMetrics"),
  ];
}
