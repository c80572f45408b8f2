/** A configuration's stacks: synthesized here, with their states in the folder of the test. */
import * as fs from "node:fs";
import * as path from "node:path";
import { acceptedFindings, type AcceptedFinding } from "../../../modules/shared/accept";
import { App, LocalBackend, TerraformStack } from "../../../modules/shared/tf";
import { stacksInOrder, type Stack } from "../../../scripts/demo/terraform-stacks";
import { resolveConfiguration } from "../../../stacks/config/load";
import { readPreset } from "../../../stacks/config/source";
import { addPlatform } from "../../../stacks/platform";
import type { SynthesizedStack } from "../../helpers/stack";
import { temporaryFolder } from "../../helpers/temporary";

export interface SynthesizedPlatform {
  /** A stack after those that it reads from. */
  stacks: Stack[];
  json(stack: string): SynthesizedStack;
  accepted(stack: string): AcceptedFinding[];
}

export const synthesizePreset = (preset: string): SynthesizedPlatform => synthesize({ preset });

/** @param content what a configuration file would say */
export function synthesize(content: Record<string, unknown>): SynthesizedPlatform {
  const outdir = temporaryFolder();
  const app = new App({ outdir });
  addPlatform(app, resolveConfiguration({ name: "test", content, lineOf: () => undefined }));
  const made = app.node.children.filter((child): child is TerraformStack => TerraformStack.isStack(child));
  for (const stack of made) {
    // CDKTF keeps local states in the current folder, where all tests would meet; and none is kept in S3.
    stack.node.tryRemoveChild("backend");
    new LocalBackend(stack, { path: path.join(outdir, `${stack.node.id}.tfstate`) });
  }
  app.synth();
  const stacks = stacksInOrder(outdir);
  const folder = (name: string) => stacks.find((stack) => stack.name === name)?.folder ?? missing(name);
  return {
    stacks,
    json: (name) =>
      JSON.parse(fs.readFileSync(path.join(folder(name), "cdk.tf.json"), "utf8")) as SynthesizedStack,
    accepted: (name) => acceptedFindings(made.find((stack) => stack.node.id === name) ?? missing(name)),
  };
}

/** The configuration of a preset as its file has it. */
export const presetContent = (preset: string): Record<string, unknown> => readPreset(preset).content;

function missing(name: string): never {
  throw new Error(`The platform has no stack "${name}".`);
}
