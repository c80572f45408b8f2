/** The user data: the stub of `ec2-bootstrap`, with its placeholders filled. */
import { join } from "node:path";
import type { Construct } from "constructs";
import type { Location } from "../../policies/documents";
import { choose } from "../shared/expressions";
import { ec2Limits } from "../shared/limits";
import { filledScript, knownScriptBytes, type ScriptValues } from "../shared/script";
import { Fn, Op, TerraformLocal, Token } from "../shared/tf";
import type { TrainingHostValues } from "./inputs";
import { dataset, weightsUri, type HostStore } from "./store";

const STUB = join(__dirname, "../../ec2-bootstrap/user-data.sh");

export interface HostSettings {
  readonly store: HostStore;
  readonly readyParameter: string;
  readonly metricNamespace: string;
  readonly logGroupName: string;
  /** The image that the host is made from. */
  readonly ami: string;
}

/** @throws when it is known at synth that EC2 will not take it */
export function userData(
  scope: Construct,
  p: TrainingHostValues,
  location: Location,
  settings: HostSettings,
): string {
  const values = valuesOf(p, location, settings);
  const bytes = knownScriptBytes({ file: STUB, values });
  if (bytes > ec2Limits.userDataMaxBytes)
    throw new Error(
      `${scope.node.path}: the user data has ${bytes} bytes; EC2 takes ${ec2Limits.userDataMaxBytes}.`,
    );
  const script = filledScript(scope, { id: "bootstrap_stub", file: STUB, values });
  // User data acts at the first boot only, and a change of it makes another host. With this line, another image does too,
  // and so does another market: the provider takes no note when a host is to be a spot instance no more (its issue #38141).
  const image = choose(p.followNewAmis, settings.ami, "the first one");
  const market = choose(p.spot, "spot", "on-demand");
  return new TerraformLocal(scope, "user_data", `${script}# Image: ${image}. Market: ${market}.\n`).asString;
}

/** For what Terraform alone knows: exact, in bytes, because Base64 has 4 characters for each 3 bytes. */
export const fitsUserData = (text: string) => ({
  condition: Op.lte(
    Fn.lengthOf(Fn.replace(Fn.base64encode(text), "=", "")),
    Math.ceil((ec2Limits.userDataMaxBytes * 4) / 3),
  ),
  errorMessage: `The user data is longer than the ${ec2Limits.userDataMaxBytes} bytes that EC2 takes.`,
});

function valuesOf(p: TrainingHostValues, location: Location, settings: HostSettings): ScriptValues {
  const { bootstrap, code, outputUri } = settings.store;
  const { uri, sha256 } = dataset(p);
  return {
    BOOTSTRAP_URI: bootstrap.uri,
    BOOTSTRAP_SHA256: bootstrap.sha256,
    CODE_URI: code.uri,
    CODE_SHA256: code.sha256,
    DATASET_URI: uri,
    DATASET_SHA256: sha256,
    WEIGHTS_URI: weightsUri(p),
    OUTPUT_URI: outputUri,
    TRAINING_ARGUMENTS: p.trainingArguments,
    READY_PARAMETER: settings.readyParameter,
    METRIC_NAMESPACE: settings.metricNamespace,
    LOG_GROUP: settings.logGroupName,
    IDLE_MINUTES: Token.asString(choose<unknown>(p.stopWhenIdle, p.idleTimeoutMinutes, 0)),
    MAX_LIFETIME_HOURS: Token.asString(p.maximumLifetimeHours),
    REGION: location.region,
  };
}
