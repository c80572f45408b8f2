/** A module made once, with each input as a Terraform variable: what is in it, as Terraform JSON. */
import { acceptedFindings, type AcceptedFinding } from "../accept";
import { referTo, snakeCase, variablesOf, type Variable } from "../inputs";
import type { AnyModule } from "../module";
import {
  App,
  DefaultTokenResolver,
  StringConcat,
  TerraformElement,
  Tokenization,
  type TerraformStack,
} from "../tf";
import { ModuleStack } from "./module-stack";

type Json = Record<string, unknown>;

export interface ModuleOutputValue {
  name: string;
  description: string;
  sensitive: boolean;
  /** Terraform JSON. */
  value: unknown;
}

export type ModuleElement =
  | { section: "locals"; body: Json }
  | {
      section: "data" | "resource";
      type: string;
      name: string;
      /** Terraform JSON without metadata. */
      body: Json;
      /** Lines to stand above the attributes. */
      comments: string[];
    };

export interface SynthesizedModule {
  /** In the order the construct makes them, locals first. */
  elements: ModuleElement[];
  variables: Variable[];
  outputs: ModuleOutputValue[];
  /** Path inside the module to the file to copy there. */
  assets: ReadonlyMap<string, string>;
}

/**
 * @throws when the module holds what a plain module cannot (a provider, a backend, outputs of its own), when two elements
 * of one type have one id, and when a variable is used by nothing
 */
export function synthesize(definition: AnyModule): SynthesizedModule {
  const stack = new ModuleStack(new App({ outdir: "cdktf.out", skipValidation: true }), definition.name);
  const inputs = Object.entries(definition.inputs).map(([name, kind]) => [
    name,
    referTo(kind, `var.${snakeCase(name)}`),
  ]);
  const construct = definition.make(stack, Object.fromEntries(inputs) as never);
  const outputs = Object.entries(definition.outputs).map(([name, output]) => ({
    name: snakeCase(name),
    description: output.description,
    sensitive: output.sensitive ?? false,
    value: resolve(stack, output.value(construct as never)),
  }));
  const order = addresses(stack, definition.name);
  stack.prepareStack();
  const elements = elementsOf(stack.toTerraform() as Json, order, definition.name, acceptedFindings(stack));
  const variables = variablesOf(definition.inputs, definition.rules);
  refuseUnused(definition.name, variables, [elements, outputs]);
  return { elements, variables, outputs, assets: stack.assets };
}

const resolve = (stack: TerraformStack, value: unknown): unknown =>
  Tokenization.resolve(value, {
    scope: stack,
    resolver: new DefaultTokenResolver(new StringConcat()),
    preparing: false,
  });

/** The elements' addresses in the order in which they were made. @throws when two are the same */
function addresses(stack: ModuleStack, module: string): string[] {
  const owners = new Map<string, string>();
  for (const node of stack.node.findAll()) {
    if (!TerraformElement.isTerraformElement(node)) continue;
    const json = resolve(stack, node.toTerraform()) as Json;
    for (const address of addressesIn(json)) {
      const other = owners.get(address);
      if (other !== undefined)
        throw new Error(
          `${module}: ${other} and ${node.node.path} are both ${address}; give one another id.`,
        );
      owners.set(address, node.node.path);
    }
  }
  return [...owners.keys()];
}

function addressesIn(json: Json): string[] {
  const locals = Object.keys((json.locals ?? {}) as Json).map((name) => `local.${name}`);
  const others = ["data", "resource"].flatMap((section) =>
    Object.entries((json[section] ?? {}) as Json).flatMap(([type, all]) =>
      Object.keys(all as Json).map((name) => `${section}.${type}.${name}`),
    ),
  );
  return [...locals, ...others];
}

/** Sections of a stack that a module leaves to its user. */
const LEFT_OUT = new Set(["//", "terraform"]);

function elementsOf(
  json: Json,
  order: readonly string[],
  module: string,
  accepted: readonly AcceptedFinding[],
): ModuleElement[] {
  const foreign = Object.keys(json).filter(
    (section) => !LEFT_OUT.has(section) && !["locals", "data", "resource"].includes(section),
  );
  if (foreign.length)
    throw new Error(
      `${module} makes ${foreign.join(", ")}; an exported module holds resources, data sources and locals, and its table of outputs.`,
    );
  const locals = json.locals as Json | undefined;
  const found = (["data", "resource"] as const).flatMap((section) =>
    Object.entries((json[section] ?? {}) as Record<string, Record<string, Json>>).flatMap(([type, all]) =>
      Object.entries(all).map(([name, { "//": _metadata, ...body }]) => {
        const address = `${section === "data" ? "data." : ""}${type}.${name}`;
        return { section, type, name, body, comments: skips(accepted, address) };
      }),
    ),
  );
  const place = ({ section, type, name }: (typeof found)[number]) =>
    order.indexOf(`${section}.${type}.${name}`);
  return [
    ...(locals ? [{ section: "locals" as const, body: locals }] : []),
    ...found.sort((a, b) => place(a) - place(b)),
  ];
}

/** In the scanner's own syntax, so that it accepts in the exported module what it accepts here, and a reader learns why. */
const skips = (accepted: readonly AcceptedFinding[], address: string): string[] =>
  accepted
    .filter((finding) => finding.address === address)
    .map(({ check, reason }) => `checkov:skip=${check}: ${reason.replace(/\s+/g, " ")}`);

function refuseUnused(module: string, variables: readonly Variable[], users: unknown): void {
  const used = new Set([...JSON.stringify(users).matchAll(/\bvar\.([a-z0-9_]+)/g)].map((match) => match[1]));
  // What another input is checked against is used, too, such as a quota of the account.
  const checks = (name: string) =>
    variables.filter((other) => other.name !== name).flatMap((other) => other.validations);
  const isChecked = (name: string) =>
    checks(name).some(({ condition }) => new RegExp(`\\bvar\\.${name}\\b`).test(condition));
  const unused = variables.map(({ name }) => name).filter((name) => !used.has(name) && !isChecked(name));
  if (unused.length)
    throw new Error(
      `${module} has inputs that nothing uses: ${unused.join(", ")}. Use them, or take them out of its table.`,
    );
}
