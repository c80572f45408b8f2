/** Training as something that can be run again: a state machine that tunes, trains, and says where the model is. */
import { Construct } from "constructs";
import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { SfnStateMachine } from "@cdktf/provider-aws/lib/sfn-state-machine";
import { SsmParameter } from "@cdktf/provider-aws/lib/ssm-parameter";
import { startExecutionPolicy, type Location } from "../../policies/documents";
import { accept } from "../shared/accept";
import { when } from "../shared/expressions";
import { read } from "../shared/inputs";
import { locationOf } from "../shared/location";
import { acceptLogGroupChoices, acceptSharedLogGroup } from "../shared/log-group";
import type { NetworkNeeds } from "../shared/network-client";
import { grant, type Grant, type Grantee, type ServiceRole } from "../shared/role";
import { Fn, TerraformLocal } from "../shared/tf";
import { definitionOf } from "./definition";
import { inputs, type TrainingPipelineProps, type TrainingPipelineValues } from "./inputs";
import { JOB_LOG_GROUP_NAME, jobNamePrefix, makeExecutionRole, makeStateMachineRole } from "./roles";
import { rules } from "./rules";

export { executionInputFields } from "./definition/read-input";
export type { TrainingPipelineProps } from "./inputs";
export { metricDefinitions, searchRanges } from "./program";

export class TrainingPipeline extends Construct {
  readonly stateMachineArn: string;
  readonly stateMachineName: string;
  /** What every job's name starts with. */
  readonly jobNamePrefix: string;
  /** The SSM parameter that names the model: at first the given one, then each run's. */
  readonly modelParameterName: string;
  readonly modelParameterArn: string;
  /** The state machine's role. */
  readonly role: ServiceRole;
  /** The jobs' role, to grant it more: `store.grantRead(pipeline.executionRole, "datasets/cats/")`. */
  readonly executionRole: ServiceRole;
  /** Shell command that starts a run with the defaults. */
  readonly startCommand: string;

  constructor(scope: Construct, id: string, props: TrainingPipelineProps) {
    super(scope, id);
    const p = read({ inputs, rules }, props, this.node.path);
    const location = locationOf(this);
    const parameter = makeModelParameter(this, p);
    this.executionRole = makeExecutionRole(this, p, location);
    this.role = makeStateMachineRole(this, p, location, {
      executionRoleArn: this.executionRole.arn,
      modelParameterArn: parameter.arn,
    });
    makeJobLogGroup(this, p);
    const logGroup = makeExecutionLogGroup(this, p);
    const stateMachine = this.makeStateMachine(p, location, parameter, logGroup);

    this.stateMachineArn = stateMachine.arn;
    this.stateMachineName = stateMachine.name;
    this.jobNamePrefix = jobNamePrefix(p);
    this.modelParameterName = parameter.name;
    this.modelParameterArn = parameter.arn;
    this.startCommand = `aws stepfunctions start-execution --state-machine-arn ${stateMachine.arn} --region ${location.region} --input '{}'`;
  }

  /**
   * What the jobs must reach from inside a network. With network isolation that is S3 alone, by the network's gateway
   * endpoint: SageMaker itself pulls the image, moves the data and writes the logs. Without, the program may call AWS.
   */
  static networkNeeds(options: { instanceCount?: number; networkIsolation?: boolean } = {}): NetworkNeeds {
    const { instanceCount = 1, networkIsolation = true } = options;
    const services = ["ecr.api", "ecr.dkr", "kms", "logs", "monitoring", "sagemaker.api", "sts"];
    return { services: networkIsolation ? [] : services, distributed: instanceCount > 1 };
  }

  /** Lets a role start runs of this pipeline, and nothing else. */
  grantStart(grantee: Grantee): Grant {
    const { Statement: statements } = startExecutionPolicy({ stateMachineArn: this.stateMachineArn });
    return grant(grantee, `start-${this.node.id}`, statements);
  }

  private makeStateMachine(
    p: TrainingPipelineValues,
    location: Location,
    parameter: SsmParameter,
    logGroup: CloudwatchLogGroup,
  ): SfnStateMachine {
    const definition = new TerraformLocal(
      this,
      "definition",
      definitionOf(this, {
        p,
        region: location.region,
        partition: location.partition,
        executionRoleArn: this.executionRole.arn,
        modelParameterName: parameter.name,
      }),
    );
    return new SfnStateMachine(this, "state_machine", {
      name: p.name,
      roleArn: this.role.arn,
      definition: Fn.jsonencode(definition.fqn),
      loggingConfiguration: {
        level: "ALL",
        includeExecutionData: true,
        logDestination: `${logGroup.arn}:*`,
      },
      tracingConfiguration: { enabled: true },
      tags: p.tags,
      // AWS tries the log delivery with the role's permissions when it makes the state machine.
      dependsOn: [this.role.permissions],
    });
  }
}

function makeModelParameter(scope: Construct, p: TrainingPipelineValues): SsmParameter {
  const parameter = new SsmParameter(scope, "model_uri", {
    name: `/${p.name}/model-uri`,
    description: `S3 URI of the model that ${p.name} trained last`,
    type: "String",
    value: p.initialModelUri,
    tags: p.tags,
    // Each run writes it; a deployment must not bring the first one back.
    lifecycle: { ignoreChanges: ["value"] },
  });
  accept(
    parameter,
    "CKV2_AWS_34",
    "An S3 URI is no secret; reading what it names takes permissions on the bucket.",
  );
  return parameter;
}

/** Step Functions' own limit on log policies is avoided by the name's beginning, /aws/vendedlogs/. */
function makeExecutionLogGroup(scope: Construct, p: TrainingPipelineValues): CloudwatchLogGroup {
  return acceptLogGroupChoices(
    new CloudwatchLogGroup(scope, "execution_logs", {
      name: `/aws/vendedlogs/states/${p.name}`,
      retentionInDays: p.logRetentionDays,
      kmsKeyId: p.kmsKeyArn,
      tags: p.tags,
    }),
  );
}

/**
 * The log group of all training jobs of the region. It stays when the pipeline goes, because other pipelines' jobs write
 * there; so it is not encrypted with this pipeline's key either, which may go with it.
 */
function makeJobLogGroup(scope: Construct, p: TrainingPipelineValues): void {
  when(p.createJobLogGroup, (count) =>
    acceptSharedLogGroup(
      new CloudwatchLogGroup(scope, "job_logs", {
        count,
        name: JOB_LOG_GROUP_NAME,
        retentionInDays: p.logRetentionDays,
        skipDestroy: true,
        tags: p.tags,
      }),
    ),
  );
}
