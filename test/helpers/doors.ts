/**
 * A module's two doors side by side: the TypeScript construct, and the exported module called from HCL, in one root that
 * real Terraform plans. Each case has a provider of its own per door, so that equal names do not collide.
 */
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { Construct } from "constructs";
import { createHash } from "node:crypto";
import * as fs from "node:fs";
import * as path from "node:path";
import { exportModule } from "../../modules/shared/export/export";
import { replaceFolder } from "../../modules/shared/export/folder";
import { readableId } from "../../modules/shared/export/module-stack";
import { hclLiteral, snakeCase, toTerraform, type Kind } from "../../modules/shared/inputs";
import type { AnyModule } from "../../modules/shared/module";
import { App, LocalBackend, ref, TerraformElement, TerraformStack } from "../../modules/shared/tf";
import { temporaryFolder } from "./temporary";
import { terraformRoot, type PlanJson, type ResourceChange } from "./terraform";

export type Props = Record<string, unknown>;
export interface WrongCase {
  title: string;
  props: Props;
  /** Matches the message through both doors: camelCase names in TypeScript, snake_case in Terraform. */
  message: RegExp;
}

/** What a door plans for one case: resources by their address inside the module, and outputs by their Terraform name. */
export interface Planned {
  resources: Record<string, unknown>;
  outputs: Record<string, unknown>;
}

const REGION = "eu-west-1";
const SEPARATOR = "__";
const caseName = (index: number) => `case_${index}`;

/** Ids as in an exported module, with the case before them. */
class DoorsStack extends TerraformStack {
  protected override allocateLogicalId(element: TerraformElement | Construct["node"]): string {
    // The folder of an asset is no address.
    if (!TerraformElement.isTerraformElement(element)) return super.allocateLogicalId(element);
    const { node } = element;
    const [first = "", ...rest] = node.scopes
      .slice(node.scopes.indexOf(this) + 1)
      .map((scope) => scope.node.id);
    return rest.length ? `${first}${SEPARATOR}${readableId(node.path, rest)}` : first;
  }
}

/** Plans every case through both doors; the results are in the cases' order. */
export async function planThroughBothDoors(
  definition: AnyModule,
  folder: string,
  cases: readonly Props[],
): Promise<{ typescript: Planned[]; terraform: Planned[] }> {
  const root = path.join(synthesizeCases(definition, cases), "stacks", "doors");
  const moduleFolder = path.join(root, "module");
  replaceFolder(moduleFolder, exportModule(definition, folder));
  fs.writeFileSync(path.join(root, "calls.tf"), callsOf(definition, cases));
  const terraform = await terraformRoot(root);
  terraform.must("fmt", "-check", "-diff", "-recursive", "module");
  terraform.init();
  const plan = terraform.plan();
  const planned = (door: "typescript" | "terraform") =>
    cases.map((_case, index) => plannedOf(plan, root, door, caseName(index)));
  return { typescript: planned("typescript"), terraform: planned("terraform") };
}

/** @returns the folder of the synthesized app */
function synthesizeCases(definition: AnyModule, cases: readonly Props[]): string {
  const outdir = temporaryFolder();
  const stack = new DoorsStack(new App({ outdir }), "doors");
  // Elsewhere than CDKTF would: it keeps state beside the app, where all runs would meet.
  new LocalBackend(stack, { path: path.join(outdir, "doors.tfstate") });
  new AwsProvider(stack, "aws", { region: REGION });
  cases.forEach((props, index) => {
    const name = caseName(index);
    const provider = new AwsProvider(stack, `provider_${index}`, { alias: name, region: REGION });
    const scope = new Construct(stack, name);
    const construct = definition.make(scope, props as never);
    for (const node of scope.node.findAll()) {
      if ("terraformResourceType" in node) (node as { provider?: AwsProvider }).provider = provider;
    }
    for (const [output, { value }] of Object.entries(definition.outputs)) {
      const written = value(construct as never) ?? ref("null");
      stack.addOverride(`output.${name}${SEPARATOR}${snakeCase(output)}`, {
        value: written,
        sensitive: true,
      });
    }
  });
  (stack.node.root as App).synth();
  return outdir;
}

/** Calls of the exported module as a person would write them. */
function callsOf(definition: AnyModule, cases: readonly Props[]): string {
  return cases
    .map((props, index) => {
      const name = caseName(index);
      const outputs = Object.keys(definition.outputs).map(snakeCase);
      return [
        moduleCall(definition, props, name),
        ...outputs.map(
          (output) =>
            `output "hcl_${name}${SEPARATOR}${output}" {\n  value     = module.${name}.${output}\n  sensitive = true\n}`,
        ),
      ].join("\n\n");
    })
    .join("\n\n");
}

/** The call, with a provider of its own. */
function moduleCall(definition: AnyModule, props: Props, name: string): string {
  const table: Kind = { kind: "object", fields: definition.inputs, description: "" };
  const values = toTerraform(props, table) as Props;
  const lines = Object.entries(values).map(([key, value]) => `  ${key} = ${hclLiteral(value)}`);
  const provider = `provider "aws" {\n  alias  = "hcl_${name}"\n  region = "${REGION}"\n}\n`;
  const head = [`module "${name}" {`, `  source = "./module"`, `  providers = { aws = aws.hcl_${name} }`];
  return [provider, ...head, ...lines, "}"].join("\n");
}

function plannedOf(plan: PlanJson, root: string, door: "typescript" | "terraform", name: string): Planned {
  const before = door === "terraform" ? `module.${name}.` : `${name}${SEPARATOR}`;
  const isOwn = ({ address }: ResourceChange) =>
    door === "terraform" ? address.startsWith(before) : address.split(".")[1]?.startsWith(before);
  const resources = plan.resource_changes
    .filter((change) => change.mode === "managed" && isOwn(change))
    .map(({ address, change }) => [
      // What exists once at most has an index only when Terraform decides about it.
      address.replace(before, "").replace(/\[0\]$/, ""),
      withHashes({ after: change.after, unknown: change.after_unknown }, root),
    ]);
  const outputBefore = `${door === "terraform" ? "hcl_" : ""}${name}${SEPARATOR}`;
  const outputs = Object.entries(plan.output_changes ?? {})
    .filter(([output]) => output.startsWith(outputBefore))
    .map(([output, { after, ...rest }]) => [
      output.slice(outputBefore.length),
      withHashes({ after, unknown: (rest as { after_unknown?: unknown }).after_unknown }, root),
    ]);
  return {
    resources: Object.fromEntries(resources) as Planned["resources"],
    outputs: Object.fromEntries(outputs) as Planned["outputs"],
  };
}

/** Paths of files differ between the doors; what is in the files must not. */
function withHashes(value: unknown, root: string): unknown {
  if (typeof value === "string") return isFile(root, value) ? hashOf(path.resolve(root, value)) : value;
  if (Array.isArray(value)) return value.map((item) => withHashes(item, root));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, withHashes(item, root)]));
}

const isFile = (root: string, text: string): boolean =>
  /^[\w./-]+$/.test(text) && text.includes("assets/") && fs.existsSync(path.resolve(root, text));
const hashOf = (file: string) => `sha256:${createHash("sha256").update(fs.readFileSync(file)).digest("hex")}`;

/** The error that the construct ends with; undefined when it takes the props. */
export function refusalByTypescript(definition: AnyModule, props: Props): string | undefined {
  const stack = new TerraformStack(new App({ outdir: temporaryFolder() }), "wrong");
  try {
    definition.make(stack, props as never);
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}

interface DiagnosticJson {
  severity: string;
  summary: string;
  detail: string;
  address?: string;
  range?: { filename: string };
  snippet?: { context?: string | null };
}

/** What Terraform says to each case; an empty text when it takes the inputs. */
export async function refusalsByTerraform(
  definition: AnyModule,
  folder: string,
  cases: readonly Props[],
): Promise<string[]> {
  const files = exportModule(definition, folder);
  const leavable = Object.entries(definition.inputs)
    .filter(([, kind]) => kind.optional || kind.default !== undefined)
    .map(([name]) => name);
  const diagnose = async (chosen: readonly number[]): Promise<DiagnosticJson[]> => {
    const root = temporaryFolder();
    replaceFolder(path.join(root, "module"), files);
    // What is left out is written as null: so every message names the call, also one about a default.
    const leftOut = Object.fromEntries(leavable.map((name) => [name, null]));
    const calls = chosen.map((index) =>
      moduleCall(definition, { ...leftOut, ...cases[index] }, caseName(index)),
    );
    fs.writeFileSync(path.join(root, "main.tf"), calls.join("\n\n"));
    const terraform = await terraformRoot(root);
    const init = terraform.run("init", "-json");
    const result = init.exitCode === 0 ? terraform.run("plan", "-json") : init;
    return diagnosticsIn(result.stdout);
  };
  const isReadable = (index: number): boolean => {
    const given = Object.keys(cases[index] ?? {});
    const required = Object.keys(definition.inputs).filter((name) => !leavable.includes(name));
    return required.every((name) => given.includes(name)) && given.every((name) => name in definition.inputs);
  };
  const indexes = cases.map((_case, index) => index);
  // A call that Terraform cannot even read hides what it thinks of the others, so those stand apart.
  const groups = [indexes.filter(isReadable), indexes.filter((index) => !isReadable(index))];
  const together: DiagnosticJson[] = [];
  for (const group of groups) if (group.length) together.push(...(await diagnose(group)));
  const said: string[] = [];
  for (const index of indexes) {
    const name = caseName(index);
    const own = together.filter(
      ({ address, snippet }) =>
        snippet?.context === `module "${name}"` || address?.startsWith(`module.${name}.`) === true,
    );
    // Some messages name no call: they are looked for alone.
    const diagnostics = own.length ? own : await diagnose([index]);
    said.push(diagnostics.map(({ summary, detail }) => `${summary}: ${detail}`).join("\n"));
  }
  return said;
}

const diagnosticsIn = (lines: string): DiagnosticJson[] =>
  lines
    .split("\n")
    .filter((line) => line.startsWith("{"))
    .map((line) => JSON.parse(line) as { diagnostic?: DiagnosticJson })
    .flatMap(({ diagnostic }) => (diagnostic?.severity === "error" ? [diagnostic] : []));
