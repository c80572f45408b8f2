import { defineModule } from "../shared/module";
import { Notebook } from ".";
import { inputs, rules } from "./inputs";

export const definition = defineModule({
  name: "notebook",
  summary: "A SageMaker notebook instance without internet access that stops when nobody uses it.",
  inputs,
  rules,
  make: (scope, props) => new Notebook(scope, "this", props),
  outputs: {
    notebookName: { description: "Name of the notebook instance.", value: (it) => it.notebookName },
    notebookArn: { description: "ARN of the notebook instance.", value: (it) => it.notebookArn },
    url: { description: "Jupyter's address.", value: (it) => it.url },
    roleName: { description: "Name of the notebook's role.", value: (it) => it.role.roleName },
    roleArn: { description: "ARN of the notebook's role.", value: (it) => it.role.arn },
    openCommand: {
      description: "Shell command that prints a URL which opens Jupyter; the URL is good for five minutes.",
      value: (it) => it.openCommand,
    },
    startCommand: {
      description: "Shell command that starts the notebook after a stop.",
      value: (it) => it.startCommand,
    },
    stopCommand: {
      description: "Shell command that stops the notebook now.",
      value: (it) => it.stopCommand,
    },
  },
});
