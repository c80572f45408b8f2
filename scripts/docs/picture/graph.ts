/** The platform as a graph: modules in stacks, and which module is given something of which other one. */
import type { SynthesizedPlatform, SynthesizedStack, TerraformJson } from "../synthesized";

export interface ModuleNode {
  /** `<stack>/<construct>`. */
  readonly id: string;
  readonly stack: string;
  /** The construct's id in its stack. */
  readonly name: string;
  /** The module, e.g. `inference-endpoint`. */
  readonly kind: string;
  /** How many resource blocks of each type; a block that Terraform repeats counts once. */
  readonly resources: ReadonlyMap<string, number>;
}

export interface Edge {
  readonly from: string;
  readonly to: string;
  /** `parameter`: over an SSM parameter that is written and read at different times, so Terraform knows no reference. */
  readonly by: "reference" | "parameter";
}

export interface PlatformGraph {
  readonly stacks: readonly string[];
  readonly modules: readonly ModuleNode[];
  readonly edges: readonly Edge[];
}

export function graphOf({ stacks }: SynthesizedPlatform): PlatformGraph {
  const modules = stacks.flatMap(modulesOf);
  const edges = [...stacks.flatMap((stack) => references(stack, stacks)), ...parameters(stacks)];
  const known = new Set(modules.map(({ id }) => id));
  const unique = new Map(
    edges
      .filter(({ from, to }) => from !== to && known.has(from) && known.has(to))
      .map((edge) => [`${edge.from} ${edge.to} ${edge.by}`, edge]),
  );
  const sorted = [...unique.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, edge]) => edge);
  return { stacks: stacks.map(({ name }) => name), modules, edges: sorted };
}

/** A resource or data block, and the module that it belongs to. */
interface Block {
  readonly type: string;
  readonly id: string;
  readonly isData: boolean;
  readonly owner: string | undefined;
  readonly body: unknown;
}

function blocksOf({ json }: SynthesizedStack): Block[] {
  return [json.resource, json.data].flatMap((kind) =>
    Object.entries(kind ?? {}).flatMap(([type, byId]) =>
      Object.entries(byId).map(([id, body]) => ({
        type,
        id,
        isData: kind === json.data,
        owner: ownerOf(body),
        body,
      })),
    ),
  );
}

/** `serving/main/role/this` belongs to `serving/main`. */
function ownerOf(body: unknown): string | undefined {
  const path = (body as { "//"?: { metadata?: { path?: string } } })["//"]?.metadata?.path;
  const [stack, construct, ...inside] = path?.split("/") ?? [];
  return stack !== undefined && construct !== undefined && inside.length
    ? `${stack}/${construct}`
    : undefined;
}

function modulesOf(stack: SynthesizedStack): ModuleNode[] {
  const byOwner = new Map<string, Map<string, number>>();
  for (const { type, owner, isData } of blocksOf(stack)) {
    if (owner === undefined || isData) continue;
    const counts = byOwner.get(owner) ?? new Map<string, number>();
    byOwner.set(owner, counts.set(type, (counts.get(type) ?? 0) + 1));
  }
  return [...byOwner].map(([id, resources]) => {
    const name = id.slice(stack.name.length + 1);
    return { id, stack: stack.name, name, kind: stack.kinds.get(name) ?? name, resources };
  });
}

/** Each reference inside `${…}`, followed through locals and through other stacks' outputs to the module that answers it. */
function references(stack: SynthesizedStack, all: readonly SynthesizedStack[]): Edge[] {
  return blocksOf(stack).flatMap(({ owner, body }) =>
    owner === undefined
      ? []
      : [...ownersIn(body, stack, all, new Set())].map((from) => ({
          from,
          to: owner,
          by: "reference" as const,
        })),
  );
}

const REFERENCE =
  /data\.terraform_remote_state\.cross-stack-reference-input-([\w-]+)\.outputs\.([\w-]+)|local\.([\w-]+)|(?<![\w.])((?:data\.)?aws_\w+)\.([\w-]+)/g;

function ownersIn(
  value: unknown,
  stack: SynthesizedStack,
  all: readonly SynthesizedStack[],
  seen: Set<string>,
): Set<string> {
  const owners = new Set<string>();
  const follow = (key: string, next: unknown, where: SynthesizedStack) => {
    if (seen.has(key)) return;
    seen.add(key);
    ownersIn(next, where, all, seen).forEach((owner) => owners.add(owner));
  };
  for (const text of expressionsIn(value)) {
    for (const [, remote, output = "", local, type = "", id = ""] of text.matchAll(REFERENCE)) {
      if (remote !== undefined) {
        const other = all.find(({ name }) => name === remote);
        if (other) follow(`${remote}.${output}`, other.json.output?.[output]?.value, other);
      } else if (local !== undefined) {
        follow(`${stack.name}.local.${local}`, stack.json.locals?.[local], stack);
      } else {
        const owner = ownerOfReference(stack.json, type, id);
        if (owner !== undefined) owners.add(owner);
      }
    }
  }
  return owners;
}

function ownerOfReference(json: TerraformJson, type: string, id: string): string | undefined {
  const isData = type.startsWith("data.");
  const body = isData ? json.data?.[type.slice("data.".length)]?.[id] : json.resource?.[type]?.[id];
  return body === undefined ? undefined : ownerOf(body);
}

function expressionsIn(value: unknown): string[] {
  if (typeof value === "string") return value.includes("${") ? [value] : [];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inside]) => (key === "//" ? [] : expressionsIn(inside)));
}

/** Modules of one stack that name an SSM parameter which another stack looks up by that name. */
function parameters(stacks: readonly SynthesizedStack[]): Edge[] {
  const lookups = stacks.flatMap((stack) =>
    Object.entries(stack.json.data?.aws_ssm_parameter ?? {}).map(([id, body]) => ({
      stack,
      name: String((body as { name?: unknown }).name),
      readers: readersOf(stack, id),
    })),
  );
  return lookups.flatMap(({ stack, name, readers }) =>
    stacks
      .filter((other) => other !== stack)
      .flatMap(blocksOf)
      .filter(({ owner, body }) => owner !== undefined && JSON.stringify(body).includes(name))
      .flatMap(({ owner = "" }) => readers.map((to) => ({ from: owner, to, by: "parameter" as const }))),
  );
}

const readersOf = (stack: SynthesizedStack, dataId: string): string[] =>
  blocksOf(stack)
    .filter(({ body }) => JSON.stringify(body).includes(`data.aws_ssm_parameter.${dataId}.`))
    .flatMap(({ owner }) => (owner === undefined ? [] : [owner]));
