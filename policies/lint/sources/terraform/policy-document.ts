import {
  asList,
  knownString,
  member,
  type Member,
  type ObjectValue,
  type UnknownValue,
  type Value,
} from "../../model/value";
import { list, object, pair, text } from "./make-value";
import { objects } from "./resource";

/** Where a data block's documents of other sources come from. */
export type ResolveDocument = (value: Value) => Value | undefined;

/**
 * The document that an `aws_iam_policy_document` data block renders, in IAM's shape, with the block's own places.
 * Documents in `source_policy_documents` come first; those in `override_policy_documents` replace statements of the same sid.
 */
export function renderPolicyDocument(block: ObjectValue, resolve: ResolveDocument): Value {
  const read = (...attributes: readonly string[]) =>
    attributes
      .flatMap((attribute) => asList(member(block, attribute)))
      .map((value) => ({ value, document: resolve(value) }));
  const sources = read("source_json", "source_policy_documents");
  const overrides = read("override_json", "override_policy_documents");
  let statements = sources.flatMap(statementsOf);
  statements = mergeBySid(statements, objects(member(block, "statement")).map(renderStatement));
  statements.push(...dynamicContents(block, "statement").map(renderDynamicStatement));
  for (const override of overrides) statements = mergeBySid(statements, statementsOf(override));
  return object(block, [
    pair(block, "Version", highestVersion(block, [...sources, ...overrides])),
    pair(block, "Statement", list(block, statements)),
  ]);
}

interface Given {
  readonly value: Value;
  /** Undefined where it could not be resolved. */
  readonly document: Value | undefined;
}

function statementsOf({ document, value }: Given): readonly Value[] {
  // What could not be resolved stays as an unknown statement, so that it is reported and not forgotten.
  if (document === undefined)
    return [{ kind: "unknown", place: value.place, expression: "another document" }];
  return asList(member(document, "Statement"));
}

/** Later statements take the place of earlier ones with the same sid; within one document, every statement stays. */
function mergeBySid(base: readonly Value[], later: readonly Value[]): Value[] {
  const merged = [...base];
  const sids = base.map(sidOf);
  for (const statement of later) {
    const sid = sidOf(statement);
    const index = sid === "" ? -1 : sids.indexOf(sid);
    if (index === -1) merged.push(statement);
    else merged[index] = statement;
  }
  return merged;
}

function sidOf(statement: Value): string {
  return knownString(member(statement, "Sid")) ?? "";
}

/** The newest of all documents' versions; the block's own is 2012-10-17 where it names none. */
function highestVersion(block: ObjectValue, given: readonly Given[]): Value {
  const own = member(block, "version");
  const isMissing = own === undefined || (own.kind === "scalar" && own.value === null);
  const versions = [
    isMissing ? text(block, "2012-10-17") : own,
    ...given.flatMap(({ document }) => member(document, "Version") ?? []),
  ];
  return versions.reduce((one, other) =>
    (knownString(other) ?? "") > (knownString(one) ?? "") ? other : one,
  );
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
    if (value !== undefined && asList(value).length > 0)
      members.push(pair(value, element, withVariables(value)));
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
    members.push(
      pair(content, "Principal", { kind: "unknown", place: content.place, expression: "dynamic" }),
    );
  }
  const isDeny = knownString(member(block, "effect")) === "Deny";
  // A condition that may be missing narrows no Allow, and a Deny that may have one cannot be relied on.
  if (isDeny && dynamicContents(block, "condition").length > 0) return uncertain(object(block, members));
  return object(block, members);
}

/** A statement that may be missing: an Allow is judged as if it were there, a Deny as if it were not. */
function renderDynamicStatement(content: ObjectValue | UnknownValue): Value {
  if (content.kind === "unknown") return content;
  const statement = renderStatement(content);
  return knownString(member(statement, "Effect")) === "Allow" ? statement : uncertain(statement);
}

/** With a condition that nothing can be said of, a Deny covers nothing. */
function uncertain(statement: ObjectValue): ObjectValue {
  const condition: Value = { kind: "unknown", place: statement.place, expression: "dynamic" };
  return object(statement, [
    ...statement.members.filter(({ key }) => key !== "Condition"),
    pair(statement, "Condition", condition),
  ]);
}

/** The contents of `dynamic` blocks of a kind; without a content it is unknown, so that it is reported. */
function dynamicContents(block: ObjectValue, kind: string): (ObjectValue | UnknownValue)[] {
  const dynamic = objects(member(block, "dynamic")).flatMap((one) => objects(member(one, kind)));
  return dynamic.flatMap((one): (ObjectValue | UnknownValue)[] => {
    const contents = objects(member(one, "content"));
    if (contents.length > 0) return contents;
    return [{ kind: "unknown", place: one.place, expression: "a dynamic block without content" }];
  });
}

function renderPrincipals(statement: ObjectValue, blocks: readonly ObjectValue[]): Value {
  const members = blocks.map((block) => {
    const type = knownString(member(block, "type")) ?? "unknown";
    return pair(block, type, withVariables(member(block, "identifiers") ?? list(block, [])));
  });
  const everyone = members.find(({ key }) => key === "*");
  return everyone === undefined ? object(statement, joined(members)) : text(statement, "*");
}

function renderConditions(statement: ObjectValue, blocks: readonly ObjectValue[]): Value {
  const conditions = blocks.map((block) => ({
    block,
    test: knownString(member(block, "test")) ?? "unknown",
    entry: pair(
      block,
      knownString(member(block, "variable")) ?? "unknown",
      withVariables(member(block, "values") ?? text(block, "")),
    ),
  }));
  const tests = [...new Set(conditions.map(({ test }) => test))].map((test) => {
    const same = conditions.filter((condition) => condition.test === test);
    const at = same[0]?.block ?? statement;
    return pair(at, test, object(at, joined(same.map(({ entry }) => entry))));
  });
  return object(statement, tests);
}

/** Lists of the same key become one, as the provider joins them. */
function joined(members: readonly Member[]): Member[] {
  const found = new Map<string, Member>();
  for (const one of members) {
    const before = found.get(one.key);
    const value =
      before === undefined ? one.value : list(one.value, [...asList(before.value), ...asList(one.value)]);
    found.set(one.key, { ...(before ?? one), value });
  }
  return [...found.values()];
}

/** In these blocks an IAM variable is written `&{aws:username}`, since `${` is Terraform's. */
function withVariables(value: Value): Value {
  if (value.kind === "array") return { ...value, items: value.items.map(withVariables) };
  if (value.kind !== "string" || !value.value.includes("&{")) return value;
  const { kind, place, expressions } = value;
  return {
    kind,
    place,
    expressions,
    value: value.value.replaceAll("&{", "${"),
    offsetOf: () => place.offset,
  };
}
