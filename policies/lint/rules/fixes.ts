import type { Condition, Element, Policy, Statement } from "../model/types";
import { member, type Member, type ObjectValue, type Value } from "../model/value";
import type { Edit, Fix } from "./rule";

/** Puts another text where one stands. */
export function replaceText({ place }: Element, value: string, description: string): Fix {
  return { description, edits: [{ place, value }] };
}

/** Takes an entry out of its list; undefined where it is the only one. */
export function removeEntry(
  element: Element,
  list: readonly Element[],
  description: string,
): Fix | undefined {
  return list.length > 1 ? { description, edits: [{ place: element.place, value: undefined }] } : undefined;
}

/**
 * Gives a condition another operator. Undefined where the operator has further keys, or the other operator is there
 * already: then the block has to be written anew.
 */
export function renameOperator(
  policy: Policy,
  statement: Statement,
  condition: Condition,
  operator: string,
): Fix | undefined {
  const written = operatorsOf(policy, statement);
  const own = written.find(({ key, value }) => key === condition.operator && holds(value, condition));
  if (own === undefined || written.some(({ key }) => key === operator)) return undefined;
  if (own.value.kind !== "object" || own.value.members.length !== 1 || !isWritten(own)) return undefined;
  return { description: `Write ${operator}`, edits: [{ place: own.keyPlace, value: operator }] };
}

/** Demands a value of a key beside the conditions that are there; undefined where the key is compared already. */
export function demand(
  policy: Policy,
  statement: Statement,
  [operator, key, value]: readonly [operator: string, key: string, value: string],
): Edit | undefined {
  const written = operatorsOf(policy, statement);
  if (statement.conditional && !written.every(isWritten)) return undefined;
  const sameOperator = written.find((one) => one.key === operator);
  if (sameOperator !== undefined) {
    if (member(sameOperator.value, key) !== undefined) return undefined;
    return { place: sameOperator.value.place, member: key, value };
  }
  const condition = member(objectOf(policy, statement), "Condition");
  return condition === undefined
    ? { place: statement.place, member: "Condition", value: { [operator]: { [key]: value } } }
    : { place: condition.place, member: operator, value: { [key]: value } };
}

function operatorsOf(policy: Policy, statement: Statement): readonly Member[] {
  const condition = member(objectOf(policy, statement), "Condition");
  return condition?.kind === "object" ? condition.members : [];
}

function objectOf({ document }: Policy, { place }: Statement): ObjectValue | undefined {
  const statements = member(document, "Statement");
  const list: readonly (Value | undefined)[] = statements?.kind === "array" ? statements.items : [statements];
  const found = list.find((value) => value?.place === place);
  return found?.kind === "object" ? found : undefined;
}

function holds(value: Value, { place }: Condition): boolean {
  return value.kind === "object" && value.members.some(({ keyPlace }) => keyPlace === place);
}

/** Whether the member stands in the text as it does in the document; that of a data block does not. */
function isWritten({ key, keyPlace: { text, offset } }: Member): boolean {
  return text.content.startsWith(JSON.stringify(key), offset);
}
