/** The lifecycle configuration: a script that runs at each start, fetches the project's files and installs the idle stop. */
import { statSync } from "node:fs";
import { join } from "node:path";
import type { Construct } from "constructs";
import { SagemakerNotebookInstanceLifecycleConfiguration } from "@cdktf/provider-aws/lib/sagemaker-notebook-instance-lifecycle-configuration";
import type { Location } from "../../policies/documents";
import { assetPath, onFile } from "../shared/asset";
import { choose, orElse } from "../shared/expressions";
import { sagemakerLimits } from "../shared/limits";
import { base64Length, filledScript, knownScriptBytes } from "../shared/script";
import { Fn, Op, Token } from "../shared/tf";
import type { NotebookValues } from "./inputs";
import { lastPart } from "./role";

const SCRIPTS = join(__dirname, "scripts");
const ON_START = join(SCRIPTS, "on-start.sh");
const IDLE_STOP = join(SCRIPTS, "idle_stop.py");

export function lifecycleConfiguration(
  scope: Construct,
  p: NotebookValues,
  location: Location,
): SagemakerNotebookInstanceLifecycleConfiguration {
  const values = {
    NOTEBOOK_NAME: p.name,
    REGION: location.region,
    IDLE_TIMEOUT_MINUTES: Token.asString(choose<unknown>(p.stopWhenIdle, p.idleTimeoutMinutes, 0)),
    NOTEBOOK_SOURCE_URI: orElse(p.notebookSourceUri, ""),
    SETTINGS_BASE64: Fn.base64encode(Fn.jsonencode(settings(p))),
    IDLE_STOP_BASE64: Fn.base64encode(onFile(scope, "file", assetPath(scope, "idle_stop.py", IDLE_STOP))),
  };
  refuseTooLong(scope, values);
  const script = Fn.base64encode(filledScript(scope, { id: "on_start", file: ON_START, values }));
  return new SagemakerNotebookInstanceLifecycleConfiguration(scope, "lifecycle", {
    name: p.name,
    onStart: script,
    lifecycle: {
      precondition: [
        {
          condition: Op.lte(Fn.lengthOf(script), sagemakerLimits.lifecycleScriptMaxLength),
          errorMessage: `The start script is longer than SageMaker's ${sagemakerLimits.lifecycleScriptMaxLength} characters after Base64.`,
        },
      ],
    },
  });
}

/** What `model-src/notebooks` reads to know what it operates: `project/mlops-settings.json`. What is not connected is an empty text. */
function settings(p: NotebookValues): Record<string, string> {
  return {
    stateMachineArn: choose(p.pipeline, p.pipeline?.stateMachineArn ?? "", ""),
    modelParameter: choose(p.pipeline, p.pipeline?.modelParameterName ?? "", ""),
    endpointName: lastPart("/", orElse(p.endpointArn, "")),
  };
}

/** What is known at synth; the rest is checked by the precondition, at plan. */
function refuseTooLong(scope: Construct, values: Record<string, string>): void {
  const idleStop = "-".repeat(base64Length(statSync(IDLE_STOP).size));
  const bytes = knownScriptBytes({ file: ON_START, values: { ...values, IDLE_STOP_BASE64: idleStop } });
  const limit = sagemakerLimits.lifecycleScriptMaxLength;
  if (base64Length(bytes) > limit)
    throw new Error(
      `${scope.node.path}: the start script has ${base64Length(bytes)} characters after Base64; SageMaker takes ${limit}.`,
    );
}
