import { knownString, member, type ObjectValue, type Value } from "../../model/value";
import { policyAttributes } from "./policy-attributes";
import { objects } from "./resource";

/*
 * The addresses of roles that a configuration hands on, through outputs, to modules and to resources of its own: what is done
 * with them there, perhaps a function of another kind (a canary, a state machine's), is not to be seen in the input.
 */

/** Those of a file of Terraform JSON. */
export function rolesOfConfiguration(root: Value): string[] {
  const written = [...objects(member(root, "output")), ...objects(member(root, "module"))];
  const resources = objects(member(root, "resource")).flatMap(({ members }) => members);
  const used = resources.flatMap(({ key: type, value: byName }) =>
    objects(byName)
      .flatMap(({ members }) => members)
      .flatMap(({ value }) => objects(value))
      .flatMap((body) => usesOf(type, body)),
  );
  return rolesIn([...written, ...used].flatMap(expressionsIn), "");
}

/** Those of the configuration in a plan, which lists what an expression refers to as texts. */
export function rolesOfPlan(root: Value): string[] {
  return rolesOfModule(member(member(root, "configuration"), "root_module"), "");
}

function rolesOfModule(module: Value | undefined, path: string): string[] {
  const used = objects(member(module, "resources")).flatMap((resource) =>
    objects(member(resource, "expressions")).flatMap((body) =>
      usesOf(knownString(member(resource, "type")) ?? "", body),
    ),
  );
  const calls = objects(member(module, "module_calls")).flatMap(({ members }) => members);
  const handed = calls.flatMap(({ value }) => objects(member(value, "expressions")));
  const own = [...objects(member(module, "outputs")), ...handed, ...used];
  return [
    ...rolesIn(own.flatMap(textsIn), path),
    ...calls.flatMap(({ key, value }) => rolesOfModule(member(value, "module"), `${path}module.${key}.`)),
  ];
}

/** What a resource refers to, other than in its policies; IAM's own say what a role may do, not who uses it. */
function usesOf(type: string, { members }: ObjectValue): Value[] {
  if (/^aws_iam_(?!instance_profile$)/.test(type)) return [];
  const policy = policyAttributes[type]?.attribute;
  return members
    .filter(({ key }) => key !== policy && key !== "//" && key !== "depends_on")
    .map(({ value }) => value);
}

function rolesIn(texts: readonly string[], path: string): string[] {
  const addresses = texts.flatMap((text) => text.match(/(?<![\w.-])aws_iam_role\.[\w-]+/g) ?? []);
  return [...new Set(addresses)].map((address) => path + address);
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
