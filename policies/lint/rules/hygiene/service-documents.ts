import type { Policy } from "../../model/types";
import type { Value } from "../../model/value";

/** The services whose actions a policy allows, by prefix; `*` for all. What NotAction allows cannot be taken apart. */
export function servicesOf({ statements }: Policy): string[] {
  const actions = statements
    .filter(({ effect }) => effect === "Allow")
    .flatMap(({ actions: list = [] }) => list.map(({ value }) => serviceOf(value)));
  return [...new Set(actions)];
}

function serviceOf(action: string): string {
  return (action.split(":")[0] ?? "").toLowerCase();
}

/** The document without what it allows of these services; null where nothing would be left. */
export function withoutServices(document: Value, services: ReadonlySet<string>): unknown {
  const plain = plainValue(document) as PlainDocument;
  const list = listOf(plain.Statement);
  const kept = list.flatMap((statement) => {
    if (statement.Effect !== "Allow" || statement.Action === undefined) return [statement];
    const actions = listOf(statement.Action);
    const left = actions.filter((action) => !services.has(serviceOf(action)));
    if (left.length === actions.length) return [statement];
    return left.length === 0 ? [] : [{ ...statement, Action: left.length === 1 ? left[0] : left }];
  });
  return kept.some(({ Effect }) => Effect === "Allow") ? { ...plain, Statement: kept } : null;
}

interface PlainDocument {
  readonly Statement: PlainStatement | readonly PlainStatement[];
}

interface PlainStatement {
  readonly Effect?: unknown;
  readonly Action?: string | readonly string[];
}

function listOf<Item>(value: Item | readonly Item[]): readonly Item[] {
  return Array.isArray(value) ? (value as readonly Item[]) : [value as Item];
}

function plainValue(value: Value): unknown {
  switch (value.kind) {
    case "object":
      return Object.fromEntries(value.members.map(({ key, value: inner }) => [key, plainValue(inner)]));
    case "array":
      return value.items.map(plainValue);
    case "unknown":
      return null;
    default:
      return value.value;
  }
}
