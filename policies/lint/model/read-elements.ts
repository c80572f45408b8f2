import { describeKind, type Report } from "./describe";
import type { Element } from "./types";
import { asList, unknownPart, wholeExpression, type Value } from "./value";

/** `Action`, `Resource` and their like: a string or a list of strings. */
export function readElements(value: Value, pointer: string, report: Report): Element[] {
  const isArray = value.kind === "array";
  const elements: Element[] = [];
  asList(value).forEach((item, index) => {
    const itemPointer = isArray ? `${pointer}/${index}` : pointer;
    if (item.kind === "string") {
      elements.push({ value: item.value, place: item.place, pointer: itemPointer });
    } else if (item.kind === "unknown") {
      elements.push({ value: unknownPart, place: item.place, pointer: itemPointer });
    } else {
      report(item, itemPointer, `${describeKind(item)} stands where a string must stand`);
    }
  });
  if (asList(value).length === 0) {
    report(value, pointer, "the list is empty; at least one entry is required");
  }
  return elements;
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
