import { asList, knownString, member, type Member, type ObjectValue, type StringValue, type Value } from "../../model/value";
import { objects } from "./resource";

/** Where a data block's documents of other sources come from. */
export type ResolveDocument = (value: Value) => Value | undefined;

/**
 * The document that an `aws_iam_policy_document` data block renders, in IAM's shape, with the block's own places.
 * Documents in `source_policy_documents` come first; those in `override_policy_documents` replace statements of the same sid.
 */
export function renderPolicyDocument(block: ObjectValue, resolve: ResolveDocument): Value {
  const read = (attribute: string) =>
    asList(member(block, attribute)).flatMap((value) => statementsOf(resolve(value), value));
  let statements = [...read("source_json"), ...read("source_policy_documents")];
  statements = mergeBySid(statements, objects(member(block, "statement")).map(renderStatement));
  statements.push(...dynamicContents(block, "statement").map(renderDynamicStatement));
  statements = mergeBySid(statements, [...read("override_json"), ...read("override_policy_documents")]);
  const version = member(block, "version");
  return object(block, [
    ...(version === undefined ? [] : [pair(block, "Version", version)]),
    pair(block, "Statement", { kind: "array", place: block.place, items: statements }),
  ]);
}

function statementsOf(document: Value | undefined, source: Value): readonly Value[] {
  // What could not be resolved stays as an unknown statement, so that it is reported and not forgotten.
  if (document === undefined) return [{ kind: "unknown", place: source.place, expression: "another document" }];
  return asList(member(document, "Statement"));
}

function mergeBySid(base: readonly Value[], later: readonly Value[]): Value[] {
  const merged = [...base];
  for (const statement of later) {
    const sid = knownString(member(statement, "Sid"));
    const index = sid === undefined || sid === "" ? -1 : merged.findIndex((one) => knownString(member(one, "Sid")) === sid);
    if (index === -1) merged.push(statement);
    else merged[index] = statement;
  }
  return merged;
}

const statementAttributes: Readonly<Record<string, string>> = {
  sid: "Sid",
  effect: "Effect",
  actions: "Action",
  not_actions: "NotAction",
  resources: "Resource",
  not_resources: "NotResource",
};

function renderStatement(block: ObjectValue): ObjectValue {
  const members: Member[] = [];
  for (const [attribute, element] of Object.entries(statementAttributes)) {
    const value = member(block, attribute);
    if (value !== undefined && asList(value).length > 0) members.push(pair(value, element, withVariables(value)));
  }
  if (!members.some(({ key }) => key === "Effect")) members.push(pair(block, "Effect", text(block, "Allow")));
  for (const [attribute, element] of [
    ["principals", "Principal"],
    ["not_principals", "NotPrincipal"],
  ] as const) {
    const blocks = objects(member(block, attribute));
    if (blocks.length > 0) members.push(pair(block, element, renderPrincipals(block, blocks)));
  }
  const conditions = objects(member(block, "condition"));
  if (conditions.length > 0) members.push(pair(block, "Condition", renderConditions(block, conditions)));
  const dynamicPrincipals = dynamicContents(block, "principals");
  for (const content of dynamicPrincipals) {
    // Who is meant is known only when Terraform runs, and no reading of it is the strict one.
    members.push(pair(content, "Principal", { kind: "unknown", place: content.place, expression: "dynamic" }));
  }
  const isDeny = knownString(member(block, "effect")) === "Deny";
  // A condition that may be missing narrows no Allow, and a Deny that may have one cannot be relied on.
  if (isDeny && dynamicContents(block, "condition").length > 0) return uncertain(object(block, members));
  return object(block, members);
}

/** A statement that may be missing: an Allow is judged as if it were there, a Deny as if it were not. */
function renderDynamicStatement(content: ObjectValue): ObjectValue {
  const statement = renderStatement(content);
  return knownString(member(statement, "Effect")) === "Allow" ? statement : uncertain(statement);
}

function uncertain(statement: ObjectValue): ObjectValue {
  const condition = object(statement, [pair(statement, "known when Terraform runs", statement)]);
  return object(statement, [...statement.members, pair(statement, "Condition", condition)]);
}

/** The contents of `dynamic` blocks of a kind; without a content there is an empty one, so that it is reported. */
function dynamicContents(block: ObjectValue, kind: string): ObjectValue[] {
  return objects(member(block, "dynamic"))
    .flatMap((dynamic) => objects(member(dynamic, kind)))
    .flatMap((one) => {
      const contents = objects(member(one, "content"));
      return contents.length > 0 ? contents : [object(one, [])];
    });
}

function renderPrincipals(statement: ObjectValue, blocks: readonly ObjectValue[]): Value {
  const members = blocks.flatMap((block) => {
    const type = knownString(member(block, "type")) ?? "unknown";
    const identifiers = member(block, "identifiers") ?? { kind: "array" as const, place: block.place, items: [] };
    return [pair(block, type, withVariables(identifiers))];
  });
  const everyone = members.find(({ key }) => key === "*");
  return everyone === undefined ? object(statement, members) : text(statement, "*");
}

function renderConditions(statement: ObjectValue, blocks: readonly ObjectValue[]): Value {
  return object(
    statement,
    blocks.map((block) => {
      const variable = knownString(member(block, "variable")) ?? "unknown";
      const values = member(block, "values") ?? text(block, "");
      const test = knownString(member(block, "test")) ?? "unknown";
      return pair(block, test, object(block, [pair(block, variable, withVariables(values))]));
    }),
  );
}

/** In these blocks an IAM variable is written `&{aws:username}`, since `${` is Terraform's. */
function withVariables(value: Value): Value {
  if (value.kind === "array") return { ...value, items: value.items.map(withVariables) };
  if (value.kind !== "string" || !value.value.includes("&{")) return value;
  const { kind, place, expressions } = value;
  return { kind, place, expressions, value: value.value.replaceAll("&{", "${"), offsetOf: () => place.offset };
}

function pair(at: Value, key: string, value: Value): Member {
  return { key, keyPlace: at.place, value };
}

function object(at: Value, members: readonly Member[]): ObjectValue {
  return { kind: "object", place: at.place, members };
}

function text(at: Value, value: string): StringValue {
  return { kind: "string", place: at.place, value, expressions: [], offsetOf: () => at.place.offset };
}
