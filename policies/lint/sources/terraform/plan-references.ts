import { asList, knownString, member, type Value } from "../../model/value";
import { objects } from "./resource";

/** Modules of a path, with their instances: `a[0]`, `b`. */
type ModulePath = readonly string[];

/** More module borders than a value crosses. */
const maximumHops = 20;

/**
 * A plan does not tell a value that is known after apply, but its configuration tells which resource it comes from, also
 * through variables and outputs of modules.
 */
export class PlanReferences {
  private readonly root: Value | undefined;
  /** The blocks of a module by their address in it. */
  private readonly blocks = new Map<Value, Map<string, Value>>();

  constructor(plan: Value) {
    this.root = member(member(plan, "configuration"), "root_module");
  }

  /**
   * What an attribute of a resource refers to, with its module: `module.a.aws_iam_role.x.arn`; of a list, each entry.
   * Undefined where the configuration is there and does not set the attribute.
   */
  of(address: string, attribute: string): string[] | undefined {
    const { path, rest } = splitAddress(address);
    const block = this.block(this.module(path), withoutIndices(rest));
    const expression = member(member(block, "expressions"), attribute);
    if (block !== undefined && expression === undefined) return undefined;
    return referencesOf(expression).flatMap((reference) => this.follow(path, reference, maximumHops) ?? []);
  }

  private block(module: Value | undefined, address: string): Value | undefined {
    if (module === undefined) return undefined;
    let blocks = this.blocks.get(module);
    if (blocks === undefined) {
      const resources = objects(member(module, "resources"));
      blocks = new Map(resources.map((one) => [knownString(member(one, "address")) ?? "", one]));
      this.blocks.set(module, blocks);
    }
    return blocks.get(address);
  }

  private module(path: ModulePath): Value | undefined {
    return path.reduce(
      (module, step) => member(member(member(module, "module_calls"), withoutIndices(step)), "module"),
      this.root,
    );
  }

  private follow(path: ModulePath, reference: string, hops: number): string | undefined {
    const only = (inner: ModulePath, expression: Value | undefined) => {
      const [first, ...others] = referencesOf(expression);
      return first === undefined || others.length > 0 || hops === 0
        ? undefined
        : this.follow(inner, first, hops - 1);
    };
    const variable = /^var\.([\w-]+)/.exec(reference)?.[1];
    const caller = path.at(-1);
    if (variable !== undefined && caller !== undefined) {
      const outer = path.slice(0, -1);
      const call = member(member(this.module(outer), "module_calls"), withoutIndices(caller));
      return only(outer, member(member(call, "expressions"), variable));
    }
    const { child, output } =
      /^module\.(?<child>[\w-]+(?:\[[^\]]*\])?)\.(?<output>[\w-]+)/.exec(reference)?.groups ?? {};
    if (child !== undefined && output !== undefined) {
      const inner = [...path, child];
      const declared = member(member(this.module(inner), "outputs"), output);
      return only(inner, member(declared, "expression"));
    }
    return path.map((step) => `module.${step}.`).join("") + reference;
  }
}

/** The resources that an expression names. Terraform lists `x.y[0].name`, `x.y[0]` and `x.y`: the first says it all. */
function referencesOf(expression: Value | undefined): string[] {
  const references = asList(member(expression, "references"))
    .flatMap((value) => knownString(value) ?? [])
    .filter((reference) => !/^(?:each|count|path|terraform|self)\./.test(reference));
  return references.filter(
    (one) => !references.some((other) => other.startsWith(`${one}.`) || other.startsWith(`${one}[`)),
  );
}

/** `module.a["k"].module.b.aws_iam_role.x[0]`: the modules, and the rest. */
function splitAddress(address: string): { path: ModulePath; rest: string } {
  const path: string[] = [];
  let rest = address;
  for (;;) {
    const step = /^module\.([\w-]+(?:\[(?:\d+|"(?:[^"\\]|\\.)*")\])?)\./.exec(rest);
    if (step?.[1] === undefined) return { path, rest };
    path.push(step[1]);
    rest = rest.slice(step[0].length);
  }
}

function withoutIndices(address: string): string {
  return address.replace(/\[.*\]$/, "");
}
