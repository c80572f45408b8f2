import { member, unknownPart, type Member, type StringValue, type Value } from "../../model/value";
import { knownString } from "../../model/value";
import { parseHclValue } from "./hcl-value";
import { Text } from "../../model/text";

/** Values by what expressions call them: `local.name`, `var.name`, `each.value`. */
export type Names = ReadonlyMap<string, Value>;

/**
 * The locals of a module, its variables' defaults, and the `each` of an instance, put in where expressions name them.
 * Whatever is more than a name stays unknown.
 */
export class Scope {
  private readonly open = new Set<string>();

  constructor(private readonly names: Names) {}

  /** The scope with more names. */
  with(names: Names): Scope {
    return new Scope(new Map([...this.names, ...names]));
  }

  /** The value with everything put in that is known. */
  expand(value: Value): Value {
    if (this.names.size === 0) return value;
    switch (value.kind) {
      case "array":
        return this.list(value);
      case "object":
        return this.object(value);
      case "string":
        return this.string(value);
      case "unknown":
        return this.lookUp(value.expression) ?? value;
      case "scalar":
        return value;
    }
  }

  private list(value: Extract<Value, { kind: "array" }>): Value {
    const items = value.items.map((item) => this.expand(item));
    return items.some((item, index) => item !== value.items[index]) ? { ...value, items } : value;
  }

  private object(value: Extract<Value, { kind: "object" }>): Value {
    const members = value.members.map((one): Member => {
      const expanded = this.expand(one.value);
      return expanded === one.value ? one : { ...one, value: expanded };
    });
    return members.some((one, index) => one !== value.members[index]) ? { ...value, members } : value;
  }

  private string(value: StringValue): Value {
    if (value.expressions.length === 0) return value;
    if (value.value === unknownPart) return this.lookUp(value.expressions[0] ?? "") ?? value;
    const found = value.expressions.map((expression) => asText(this.lookUp(expression)));
    return found.some((text) => text !== undefined) ? insert(value, found) : value;
  }

  /** `local.a`, and what is inside it: `local.a.b`, `local.a["b"]`, `local.a[0]`. */
  private lookUp(expression: string): Value | undefined {
    const { name, path = "" } =
      /^(?<name>\w+\.[\w-]+)(?<path>(?:\.[\w-]+|\["[^"]*"\]|\[\d+\])*)$/.exec(expression)?.groups ?? {};
    const value = name === undefined ? undefined : this.names.get(name);
    if (name === undefined || value === undefined || this.open.has(name)) return undefined;
    this.open.add(name);
    const expanded = this.expand(literalOf(value));
    this.open.delete(name);
    return inside(expanded, path);
  }
}

export const noScope = new Scope(new Map());

/** A local is often written as an expression that is a literal: `${{ a = 1 }}`, `${["x"]}`, `${toset(["x"])}`. */
export function literalOf(value: Value): Value {
  const expression =
    value.kind === "string" && value.value === unknownPart ? value.expressions[0] : undefined;
  if (expression === undefined) return value;
  const inner = /^(?:toset|tolist|tomap)\(([\s\S]*)\)$/.exec(expression)?.[1] ?? expression;
  if (!/^\s*["[{]/.test(inner)) return value;
  const { text, offset } = value.place;
  const parsed = parseHclValue(new Text(text.file, inner, { text, offsetOf: () => offset }));
  return parsed.kind === "unknown" ? value : parsed;
}

function inside(value: Value, path: string): Value | undefined {
  let current: Value | undefined = value;
  for (const [step] of path.matchAll(/\.[\w-]+|\["[^"]*"\]|\[\d+\]/g)) {
    const index = /^\[(\d+)\]$/.exec(step)?.[1];
    const key = step.replace(/^\.|^\["|"\]$/g, "");
    if (index === undefined) current = member(current, key);
    else current = current?.kind === "array" ? current.items[Number(index)] : undefined;
  }
  return current;
}

/** What stands in a template for a value: its text; with its own unknown parts, which keeps their expressions. */
function asText(value: Value | undefined): StringValue | string | undefined {
  if (value?.kind === "string") return knownString(value) ?? value;
  return value?.kind === "scalar" && value.value !== null ? String(value.value) : undefined;
}

/** Puts texts in the place of a string's expressions; undefined leaves one as it is. */
function insert(value: StringValue, found: readonly (StringValue | string | undefined)[]): StringValue {
  let text = "";
  const expressions: string[] = [];
  const sources: number[] = [];
  const pieces = value.value.split(unknownPart);
  let at = 0;
  const write = (piece: string, source: (index: number) => number) => {
    for (let index = 0; index < piece.length; index++) sources.push(source(index));
    text += piece;
  };
  pieces.forEach((piece, index) => {
    const start = at;
    write(piece, (offset) => start + offset);
    at += piece.length + 1;
    const expression = value.expressions[index];
    if (index === pieces.length - 1) return;
    const inserted = found[index];
    if (inserted === undefined) expressions.push(expression ?? "");
    else if (typeof inserted !== "string") expressions.push(...inserted.expressions);
    const piecePut =
      inserted === undefined ? unknownPart : typeof inserted === "string" ? inserted : inserted.value;
    write(piecePut, () => start + piece.length);
  });
  const { place } = value;
  const offsetOf = (index: number) => value.offsetOf(sources[index] ?? value.value.length);
  return { kind: "string", place, value: text, expressions, offsetOf };
}
