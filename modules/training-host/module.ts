import { defineModule } from "../shared/module";
import { TrainingHost, type TrainingHostProps } from ".";
import { inputs } from "./inputs";
import { rules } from "./rules";

export const definition = defineModule({
  name: "training-host",
  summary:
    "An EC2 host that trains the model by itself, signals what it does, and stops when nobody needs it.",
  inputs,
  rules,
  // That one dataset is set is a rule here, and a type in TypeScript.
  make: (scope, props) => new TrainingHost(scope, "this", props as TrainingHostProps),
  outputs: {
    instanceId: { description: "Id of the instance.", value: (it) => it.instanceId },
    startSessionCommand: {
      description: "Shell command that opens a shell on the host, by Session Manager.",
      value: (it) => it.startSessionCommand,
    },
    startCommand: {
      description: "Shell command that starts the host again after a stop.",
      value: (it) => it.startCommand,
    },
    statusCommand: {
      description: "Shell command that shows how far the host is.",
      value: (it) => it.statusCommand,
    },
    readyParameterName: {
      description: "SSM parameter in which the host says starting, ready, failed or succeeded, as JSON.",
      value: (it) => it.readyParameterName,
    },
    logGroupName: {
      description: "Log group of the bootstrap and the training.",
      value: (it) => it.logGroupName,
    },
    metricNamespace: {
      description: "CloudWatch namespace of the host's own metrics.",
      value: (it) => it.metricNamespace,
    },
    outputUri: {
      description: "Folder in the store with the model, the checkpoints, the reports and the logs.",
      value: (it) => it.outputUri,
    },
    modelUri: { description: "Where the trained model is put.", value: (it) => it.modelUri },
    roleName: { description: "Name of the host's role.", value: (it) => it.role.roleName },
    roleArn: { description: "ARN of the host's role.", value: (it) => it.role.arn },
  },
});
