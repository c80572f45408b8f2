/** Stacks made in a test: synthesized, and with real Terraform against the offline server. */
import * as fs from "node:fs";
import * as path from "node:path";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { App, LocalBackend, TerraformStack } from "../../modules/shared/tf";
import { temporaryFolder } from "./temporary";
import { terraformRoot, type TerraformRoot } from "./terraform";

/** The parts of a synthesized stack that tests look at: `resource.aws_vpc.<name>`. */
export interface SynthesizedStack {
  resource?: Record<string, Record<string, Record<string, unknown>>>;
  data?: Record<string, Record<string, Record<string, unknown>>>;
  locals?: Record<string, unknown>;
  output?: Record<string, { value: unknown }>;
}

export interface StackFolders {
  /** Each stack's own folder, with its `cdk.tf.json`. */
  folder: (stack: string) => string;
  json: (stack: string) => SynthesizedStack;
}

/** An app with the AWS provider in each stack. */
export function synthesizeStacks(
  stacks: Record<string, (stack: TerraformStack, app: App) => void>,
): StackFolders {
  const outdir = temporaryFolder();
  const app = new App({ outdir });
  for (const [name, build] of Object.entries(stacks)) {
    const stack = new TerraformStack(app, name);
    // Elsewhere than CDKTF would: it keeps state beside the app, where all tests would meet.
    new LocalBackend(stack, { path: path.join(outdir, `${name}.tfstate`) });
    new AwsProvider(stack, "aws", { region: "eu-west-1" });
    build(stack, app);
  }
  app.synth();
  const folder = (stack: string) => path.join(outdir, "stacks", stack);
  return {
    folder,
    json: (stack) =>
      JSON.parse(fs.readFileSync(path.join(folder(stack), "cdk.tf.json"), "utf8")) as SynthesizedStack,
  };
}

/** One stack, as its Terraform JSON. */
export const synthesizeStack = (build: (stack: TerraformStack) => void): SynthesizedStack =>
  synthesizeStacks({ test: build }).json("test");

/** One stack, initialized for real Terraform. */
export async function stackRoot(build: (stack: TerraformStack) => void): Promise<TerraformRoot> {
  const root = await terraformRoot(synthesizeStacks({ test: build }).folder("test"));
  root.init();
  return root;
}

/** The resources of one type, by their name in the stack. */
export const resourcesOf = (stack: SynthesizedStack, type: string): Record<string, unknown>[] =>
  Object.values(stack.resource?.[type] ?? {});
