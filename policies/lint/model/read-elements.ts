import { describeKind, type Report } from "./describe";
import { actionPattern, type ActionKind } from "./action-pattern";
import type { Place } from "./text";
import type { ActionElement, Element, EntriesByKind } from "./types";
import { asList, unknownPart, wholeExpression, type Value } from "./value";

/** `Resource` and its like: a string or a list of strings. */
export function readElements(value: Value, pointer: string, report: Report): Element[] {
  return readList(value, pointer, report, (text, place, itemPointer, expressions) => {
    const element = { value: text, place, pointer: itemPointer };
    return expressions.length === 0 ? element : { ...element, expressions };
  });
}

/** `Action` and `NotAction`. */
export function readActions(value: Value, pointer: string, report: Report): ActionElement[] {
  return readList(value, pointer, report, (text, place, itemPointer) => ({
    value: text,
    place,
    pointer: itemPointer,
    pattern: actionPattern(text),
  }));
}

/** Sorts once what each rule would look through for its few. */
export function entriesByKind(
  actions: readonly ActionElement[] = [],
  notActions: readonly ActionElement[] = [],
): EntriesByKind {
  const sorted: Record<ActionKind, ActionElement[]> = {
    faulty: [],
    wildcard: [],
    relevant: [],
    change: [],
    data: [],
  };
  for (const element of actions) for (const kind of element.pattern.kinds) sorted[kind].push(element);
  for (const element of notActions) if (element.pattern.fault !== null) sorted.faulty.push(element);
  return sorted;
}

function readList<Item>(
  value: Value,
  pointer: string,
  report: Report,
  itemOf: (text: string, place: Place, pointer: string, expressions: readonly string[]) => Item,
): Item[] {
  const isArray = value.kind === "array";
  const values = asList(value);
  const items: Item[] = [];
  values.forEach((item, index) => {
    const itemPointer = isArray ? `${pointer}/${index}` : pointer;
    if (item.kind === "string") items.push(itemOf(item.value, item.place, itemPointer, item.expressions));
    else if (item.kind === "unknown")
      items.push(itemOf(unknownPart, item.place, itemPointer, [item.expression]));
    else report(item, itemPointer, `${describeKind(item)} stands where a string must stand`);
  });
  if (values.length === 0) {
    const found = isArray ? "the list is empty" : `${describeKind(value)} stands here`;
    report(value, pointer, `${found}; at least one entry is required`);
  }
  return items;
}

const principalTypes = ["AWS", "Service", "Federated", "CanonicalUser"];

/** `Principal`: `"*"`, or lists by type, flattened to `Type:value`. */
export function readPrincipals(
  value: Value | undefined,
  pointer: string,
  report: Report,
): Element[] | undefined {
  if (value === undefined) return undefined;
  if (value.kind === "string") {
    if (value.value !== "*" && wholeExpression(value) === undefined) {
      report(
        value,
        pointer,
        `the principal is "${value.value}"; it must be "*" or an object like {"Service": […]}`,
      );
    }
    return [{ value: value.value, place: value.place, pointer }];
  }
  if (value.kind !== "object") {
    report(
      value,
      pointer,
      `the principal is ${describeKind(value)}; it must be "*" or an object like {"Service": […]}`,
    );
    return [];
  }
  for (const { key, keyPlace } of value.members) {
    if (principalTypes.includes(key)) continue;
    const message = `"${key}" is no type of principal; there are ${principalTypes.join(", ")}`;
    report({ place: keyPlace }, `${pointer}/${key}`, message);
  }
  return value.members.flatMap(({ key, value: entries }) =>
    readElements(entries, `${pointer}/${key}`, report).map((element) => ({
      ...element,
      value: element.value === "*" && key === "AWS" ? "*" : `${key}:${element.value}`,
    })),
  );
}
