import { defineModule } from "../shared/module";
import { TrainingPipeline } from ".";
import { inputs } from "./inputs";
import { rules } from "./rules";

export const definition = defineModule({
  name: "training-pipeline",
  summary: "A state machine that tunes and trains a model on SageMaker and says where the model is.",
  inputs,
  rules,
  make: (scope, props) => new TrainingPipeline(scope, "this", props),
  outputs: {
    stateMachineArn: { description: "ARN of the state machine.", value: (it) => it.stateMachineArn },
    stateMachineName: { description: "Name of the state machine.", value: (it) => it.stateMachineName },
    startCommand: {
      description: "Shell command that starts a run with the defaults.",
      value: (it) => it.startCommand,
    },
    modelParameterName: {
      description: "Name of the SSM parameter that holds the model's S3 URI.",
      value: (it) => it.modelParameterName,
    },
    modelParameterArn: { description: "ARN of that parameter.", value: (it) => it.modelParameterArn },
    jobNamePrefix: { description: "What every job's name starts with.", value: (it) => it.jobNamePrefix },
    roleArn: { description: "ARN of the state machine's role.", value: (it) => it.role.arn },
    executionRoleArn: { description: "ARN of the jobs' role.", value: (it) => it.executionRole.arn },
    executionRoleName: { description: "Name of the jobs' role.", value: (it) => it.executionRole.roleName },
  },
});
