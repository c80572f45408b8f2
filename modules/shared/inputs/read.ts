/** Plain props to values: defaults, and every broken rule at once. Expressions pass through; Terraform checks them. */
import { isUnresolved, withKind } from "./expression";
import { fieldRules } from "./field-rules";
import type { Inputs, Kind } from "./kinds";
import { isInputReferenceAt, isUnresolvedAt, ruleMessage, type InputRule } from "./rules";
import type { ValuesOf } from "./types";

/** Everything that is wrong with the inputs of one construct or file. */
export class InputError extends Error {
  constructor(
    /** The construct's path or the file's name. */
    readonly where: string,
    /** One sentence each: which input, what is allowed, what was given. */
    readonly problems: readonly string[],
  ) {
    super(`${where}: ${problems.length} wrong input(s):\n  ${problems.join("\n  ")}`);
    this.name = "InputError";
  }
}

/**
 * Reads the inputs of a construct.
 * @param where the construct's path (`this.node.path`), for the message
 * @throws InputError with all broken rules
 */
export function read<F extends Inputs>(
  table: { inputs: F; rules?: readonly InputRule<F>[] },
  props: object,
  where: string,
): ValuesOf<F> {
  const { values, problems } = check(table, props);
  if (problems.length) throw new InputError(where, problems);
  return values;
}

/** The same without the exception: the values with defaults, all problems, and whether each value is of the kind it should be. */
export function check<F extends Inputs>(
  table: { inputs: F; rules?: readonly InputRule<F>[] },
  props: object,
): { values: ValuesOf<F>; problems: string[]; isWellFormed: boolean } {
  const asObject: Kind = { kind: "object", fields: table.inputs, description: "" };
  const shapeProblems: string[] = [];
  checkShape(asObject, props, "", shapeProblems);
  const values = withDefaults(asObject, props);
  const problems = [...shapeProblems];
  const isWellFormed = shapeProblems.length === 0;
  checkLimits(asObject, values, "", problems);
  // Rules between inputs assume that each input has the shape that the table promises.
  if (isWellFormed) {
    for (const rule of table.rules ?? []) {
      // On export every input is Terraform's to judge, whatever the rule reads.
      const isTerraforms =
        isInputReferenceAt(values, rule.at) || rule.reads.some((path) => isUnresolvedAt(values, path));
      if (isTerraforms) continue;
      if (!rule.holds(values as never)) problems.push(`${ruleMessage(rule, (path) => path)}.`);
    }
  }
  return { values: values as ValuesOf<F>, problems, isWellFormed };
}

const isMissing = (value: unknown) => value === undefined || value === null;
const join = (at: string, name: string) => (at ? `${at}.${name}` : name);
const isPlainObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

export function withDefaults(kind: Kind, value: unknown): unknown {
  if (isMissing(value)) return kind.default === undefined ? undefined : withDefaults(kind, kind.default);
  if (isUnresolved(value)) return value;
  switch (kind.kind) {
    case "object": {
      if (!isPlainObject(value)) return value;
      const fields = Object.entries(kind.fields);
      return withKind(
        kind,
        Object.fromEntries(fields.map(([name, field]) => [name, withDefaults(field, value[name])])),
      );
    }
    case "list":
    case "set":
      return Array.isArray(value)
        ? withKind(
            kind,
            value.map((item) => withDefaults(kind.of, item)),
          )
        : value;
    case "map":
      if (!isPlainObject(value)) return value;
      return withKind(
        kind,
        Object.fromEntries(Object.entries(value).map(([key, item]) => [key, withDefaults(kind.of, item)])),
      );
    default:
      return value;
  }
}

const SHAPES: Record<Kind["kind"], { says: string; holds: (value: unknown) => boolean }> = {
  string: { says: "a string", holds: (value) => typeof value === "string" },
  number: { says: "a number", holds: (value) => typeof value === "number" && Number.isFinite(value) },
  bool: { says: "true or false", holds: (value) => typeof value === "boolean" },
  list: { says: "a list", holds: Array.isArray },
  set: { says: "a list", holds: Array.isArray },
  map: { says: "a map", holds: isPlainObject },
  object: { says: "an object", holds: isPlainObject },
};

function checkShape(kind: Kind, value: unknown, at: string, problems: string[]): void {
  if (isMissing(value)) {
    if (!kind.optional && kind.default === undefined) problems.push(`${at} is required: ${kind.description}`);
    return;
  }
  if (isUnresolved(value)) return;
  const shape = SHAPES[kind.kind];
  if (!shape.holds(value)) {
    problems.push(`${at} must be ${shape.says}, not ${JSON.stringify(value)}.`);
    return;
  }
  if (kind.kind === "object") {
    for (const name of Object.keys(value)) {
      if (!Object.hasOwn(kind.fields, name))
        problems.push(`${join(at, name)} is not known. ${whatIsKnown(name, Object.keys(kind.fields))}`);
    }
    for (const [name, field] of Object.entries(kind.fields)) {
      checkShape(field, (value as Record<string, unknown>)[name], join(at, name), problems);
    }
  }
  if (kind.kind === "list" || kind.kind === "set") {
    (value as unknown[]).forEach((item, index) => checkShape(kind.of, item, `${at}[${index}]`, problems));
  }
  if (kind.kind === "map") {
    for (const [key, item] of Object.entries(value)) checkShape(kind.of, item, join(at, key), problems);
  }
}

function checkLimits(kind: Kind, value: unknown, at: string, problems: string[]): void {
  if (isMissing(value) || isUnresolved(value) || !SHAPES[kind.kind].holds(value)) return;
  for (const rule of fieldRules(kind)) {
    if (!rule.holds(value)) problems.push(`${at} ${rule.says}, not ${shorten(value)}.`);
  }
  if (kind.kind === "object") {
    for (const [name, field] of Object.entries(kind.fields)) {
      checkLimits(field, (value as Record<string, unknown>)[name], join(at, name), problems);
    }
  }
  if (kind.kind === "list" || kind.kind === "set") {
    (value as unknown[]).forEach((item, index) => checkLimits(kind.of, item, `${at}[${index}]`, problems));
  }
  if (kind.kind === "map") {
    for (const [key, item] of Object.entries(value)) checkLimits(kind.of, item, join(at, key), problems);
  }
}

function shorten(value: unknown): string {
  if (Array.isArray(value)) return `${value.length}`;
  if (isPlainObject(value)) return `${Object.keys(value).length}`;
  const text = JSON.stringify(value);
  return text.length > 80 ? `${text.slice(0, 77)}…` : text;
}

/** Names the nearest known name, for typing mistakes, or else all of them. */
function whatIsKnown(name: string, known: readonly string[]): string {
  const near = known.find((candidate) => editDistance(candidate.toLowerCase(), name.toLowerCase()) <= 2);
  return near ? `Did you mean ${near}?` : `Known here: ${known.join(", ")}.`;
}

function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const swap = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(swap, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
