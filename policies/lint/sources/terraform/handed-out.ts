import { member, type Value } from "../../model/value";
import { objects } from "./resource";

/**
 * The addresses of roles that a configuration, or the configuration in a plan, hands on through outputs and to modules: who
 * uses them is not to be seen in the input.
 */
export function handedOutRoles(root: Value): string[] {
  const planned = objects(member(member(member(root, "configuration"), "root_module"), "outputs"));
  const written = [...objects(member(root, "output")), ...objects(member(root, "module"))];
  const texts = [
    ...written.flatMap(expressionsIn),
    // A plan lists what an output refers to as texts.
    ...planned.flatMap(textsIn),
  ];
  return [...new Set(texts.flatMap((text) => text.match(/\baws_iam_role\.[\w-]+/g) ?? []))];
}

function expressionsIn(value: Value): string[] {
  if (value.kind === "unknown") return [value.expression];
  return value.kind === "string" ? [...value.expressions] : childrenOf(value).flatMap(expressionsIn);
}

function textsIn(value: Value): string[] {
  return value.kind === "string" ? [value.value] : childrenOf(value).flatMap(textsIn);
}

function childrenOf(value: Value): readonly Value[] {
  if (value.kind === "array") return value.items;
  return value.kind === "object" ? value.members.map(({ value: inner }) => inner) : [];
}
