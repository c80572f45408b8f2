import { describeKind, type Report } from "./describe";
import type { Condition, Element } from "./types";
import { asList, unknownPart, type Value } from "./value";

/** The `Condition` block, one entry for each operator and key. */
export function readConditions(value: Value | undefined, pointer: string, report: Report): Condition[] {
  if (value === undefined || value.kind === "unknown") return [];
  if (value.kind !== "object") {
    report(
      value,
      pointer,
      `the condition is ${describeKind(value)}; it must be an object {"Operator": {"key": values}}`,
    );
    return [];
  }
  return value.members.flatMap(({ key: operator, value: keys }) => {
    const operatorPointer = `${pointer}/${operator}`;
    if (keys.kind === "unknown") return [];
    if (keys.kind !== "object") {
      report(
        keys,
        operatorPointer,
        `${operator} holds ${describeKind(keys)}; it must hold an object {"key": values}`,
      );
      return [];
    }
    return keys.members.map(({ key, keyPlace, value: values }) => ({
      operator,
      key,
      values: readValues(values, `${operatorPointer}/${key}`, report),
      place: keyPlace,
      pointer: `${operatorPointer}/${key}`,
    }));
  });
}

function readValues(value: Value, pointer: string, report: Report): Element[] {
  const isArray = value.kind === "array";
  return asList(value).flatMap((item, index) => {
    const itemPointer = isArray ? `${pointer}/${index}` : pointer;
    const text = textOf(item);
    if (text === undefined) {
      report(item, itemPointer, `${describeKind(item)} stands where a condition's value must stand`);
      return [];
    }
    return [{ value: text, place: item.place, pointer: itemPointer }];
  });
}

function textOf(value: Value): string | undefined {
  if (value.kind === "string") return value.value;
  if (value.kind === "unknown") return unknownPart;
  return value.kind === "scalar" && value.value !== null ? String(value.value) : undefined;
}
