/** A preset's platform, synthesized in this process, for whatever describes it. */
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { acceptedFindings, type AcceptedFinding } from "../../modules/shared/accept";
import { snakeCase } from "../../modules/shared/inputs";
import { App } from "../../modules/shared/tf";
import type { Configuration } from "../../stacks/config/configuration";
import { resolveConfiguration } from "../../stacks/config/load";
import { readPreset } from "../../stacks/config/source";
import { addPlatform } from "../../stacks/platform";

type Blocks = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** What `cdktf synth` writes for one stack. */
export interface TerraformJson {
  readonly resource?: Blocks;
  readonly data?: Blocks;
  readonly locals?: Readonly<Record<string, unknown>>;
  readonly output?: Readonly<Record<string, { readonly value: unknown }>>;
}

export interface SynthesizedStack {
  readonly name: string;
  readonly json: TerraformJson;
  /** The class of each construct that stands directly in the stack, by its id, as a module's name: `private-network`. */
  readonly kinds: ReadonlyMap<string, string>;
}

export interface SynthesizedPlatform {
  readonly preset: string;
  readonly config: Configuration;
  readonly stacks: readonly SynthesizedStack[];
  /** The scanner's findings that its modules accept. */
  readonly accepted: readonly AcceptedFinding[];
}

const made = new Map<string, SynthesizedPlatform>();

/** @throws ConfigurationError, InputError */
export function synthesizePreset(preset: string): SynthesizedPlatform {
  const known = made.get(preset);
  if (known) return known;
  const outdir = fs.mkdtempSync(path.join(os.tmpdir(), "mlops-docs-"));
  try {
    const platform = synthesize(preset, outdir);
    made.set(preset, platform);
    return platform;
  } finally {
    fs.rmSync(outdir, { recursive: true, force: true });
  }
}

function synthesize(preset: string, outdir: string): SynthesizedPlatform {
  const config = resolveConfiguration(readPreset(preset));
  const app = new App({ outdir });
  addPlatform(app, config);
  app.synth();
  const stacks = app.node.children.map(({ node }) => {
    const file = path.join(outdir, "stacks", node.id, "cdk.tf.json");
    const kinds = new Map(node.children.map((child) => [child.node.id, kebabCase(child.constructor.name)]));
    return { name: node.id, json: JSON.parse(fs.readFileSync(file, "utf8")) as TerraformJson, kinds };
  });
  return { preset, config, stacks, accepted: acceptedFindings(app) };
}

const kebabCase = (className: string) => snakeCase(className).replace(/^_/, "").replaceAll("_", "-");
