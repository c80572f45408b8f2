import { checkDocument, checkStatement } from "./check-grammar";
import { keysInAnotherCase } from "./check-keys";
import { describeKind, isUndecided, type Report } from "./describe";
import { readConditions } from "./read-conditions";
import { entriesByKind, readActions, readElements, readPrincipals } from "./read-elements";
import type { Policy, PolicyKind, Problem, Statement } from "./types";
import { asList, display, knownString, member, type ObjectValue, type Value } from "./value";

export interface PolicyContext {
  readonly kind: PolicyKind;
  /** See `Policy.carrier`. @default null */
  readonly carrier?: string | null;
  /** See `Policy.resource`. */
  readonly resource: string | null;
  readonly problems: Problem[];
}

const policyKeys = new Set(["Version", "Id", "Statement"]);
const statementKeys = new Set([
  "Sid",
  "Effect",
  "Principal",
  "NotPrincipal",
  "Action",
  "NotAction",
  "Resource",
  "NotResource",
  "Condition",
]);

/** A policy document. What cannot be understood becomes a problem; the rest is still looked at. */
export function readPolicy(value: Value, context: PolicyContext): Policy | undefined {
  const report = reporter(context);
  if (value.kind !== "object") {
    report(value, "", `the policy is ${describeKind(value)}; it must be an object with "Statement"`);
    return undefined;
  }
  context.problems.push(...keysInAnotherCase(value, "", context.resource));
  reportUnknownKeys(value, "", policyKeys, report);
  checkDocument(value, context.kind, report);
  const statementValue = member(asMeant(value, policyKeys), "Statement");
  const statements = asList(statementValue);
  if (statements.length === 0) {
    const found =
      statementValue === undefined ? `the policy has no "Statement"` : emptyStatement(statementValue);
    report(value, "", found);
  }
  const isArray = statementValue?.kind === "array";
  const read = statements.map((statement, index) =>
    readStatement(statement, isArray ? `/Statement/${index}` : "/Statement", context, report),
  );
  return {
    kind: context.kind,
    resource: context.resource,
    carrier: context.carrier ?? null,
    version: knownString(member(value, "Version")) ?? null,
    statements: read.filter((statement) => statement !== undefined),
    place: value.place,
    siblings: [],
    document: value,
  };
}

function emptyStatement(value: Value): string {
  const found = value.kind === "array" ? "is an empty list" : `is ${describeKind(value)}`;
  return `the policy's "Statement" ${found}; at least one statement is required`;
}

function reporter(context: PolicyContext): Report {
  return (value, pointer, message) =>
    context.problems.push({
      kind: isUndecided(value) ? "not-analysable" : "syntax",
      extent: "part",
      message,
      place: value.place,
      pointer,
      resource: context.resource,
    });
}

function readStatement(
  value: Value,
  pointer: string,
  context: PolicyContext,
  report: Report,
): Statement | undefined {
  if (value.kind !== "object") {
    report(value, pointer, `the statement is ${describeKind(value)}; it must be an object`);
    return undefined;
  }
  checkCapitals(value, pointer, context);
  reportUnknownKeys(value, pointer, statementKeys, report);
  return readElementsOf(asMeant(value, statementKeys), pointer, context, report);
}

/** With the keys as IAM writes them, so that one in other letters, which is said already, is not missed as well. */
function asMeant(object: ObjectValue, keys: ReadonlySet<string>): ObjectValue {
  if (object.members.every(({ key }) => keys.has(key))) return object;
  const written = new Set(object.members.map(({ key }) => key));
  const members = object.members.map((one) => {
    const meant = meantKey(one.key, keys);
    return meant === undefined || written.has(meant) ? one : { ...one, key: meant };
  });
  return { ...object, members };
}

function meantKey(key: string, keys: ReadonlySet<string>): string | undefined {
  return [...keys].find((candidate) => candidate.toLowerCase() === key.toLowerCase());
}

function readElementsOf(
  value: ObjectValue,
  pointer: string,
  context: PolicyContext,
  report: Report,
): Statement {
  const effect = readEffect(value, pointer, report);
  const list = <Item>(key: string, read: (found: Value, at: string, report: Report) => Item[]) => {
    const found = member(value, key);
    return found === undefined ? undefined : read(found, `${pointer}/${key}`, report);
  };
  const actions = list("Action", readActions);
  const notActions = list("NotAction", readActions);
  const statement: Statement = {
    sid: knownString(member(value, "Sid")) ?? null,
    effect,
    actions,
    notActions,
    entries: entriesByKind(actions, notActions),
    resources: list("Resource", readElements),
    notResources: list("NotResource", readElements),
    principals: readPrincipals(member(value, "Principal"), `${pointer}/Principal`, report),
    notPrincipals: readPrincipals(member(value, "NotPrincipal"), `${pointer}/NotPrincipal`, report),
    conditional: hasCondition(value),
    conditions: readConditions(member(value, "Condition"), `${pointer}/Condition`, report),
    place: value.place,
    pointer,
  };
  checkStatement(statement, value, context, report);
  reportUnknownActions(statement, context, report);
  return statement;
}

/** In the statement, its principals and its conditions. */
function checkCapitals(statement: ObjectValue, pointer: string, { problems, resource }: PolicyContext): void {
  problems.push(...keysInAnotherCase(statement, pointer, resource));
  for (const key of ["Principal", "NotPrincipal", "Condition"]) {
    const inner = member(statement, key);
    problems.push(...keysInAnotherCase(inner, `${pointer}/${key}`, resource));
    if (key !== "Condition" || inner?.kind !== "object") continue;
    for (const { key: operator, value } of inner.members) {
      problems.push(...keysInAnotherCase(value, `${pointer}/Condition/${operator}`, resource));
    }
  }
}

/** An effect that is not known is treated as Allow, so that the rules still look at what it could grant. */
function readEffect(statement: ObjectValue, pointer: string, report: Report): "Allow" | "Deny" {
  const value = member(statement, "Effect");
  const effect = knownString(value);
  if (effect === "Allow" || effect === "Deny") return effect;
  const found =
    value?.kind === "string"
      ? `"${display(value.value)}"`
      : value === undefined
        ? "missing"
        : describeKind(value);
  report(value ?? statement, `${pointer}/Effect`, `Effect is ${found}; it must be "Allow" or "Deny"`);
  return "Allow";
}

function hasCondition(statement: ObjectValue): boolean {
  const condition = member(statement, "Condition");
  return condition !== undefined && !(condition.kind === "object" && condition.members.length === 0);
}

/**
 * An action is decided by its text, so an action that Terraform has yet to compute cannot be. In a policy that only limits
 * (a VPC endpoint's, say) it need not be: whatever it will be, it grants nothing.
 */
function reportUnknownActions(statement: Statement, { kind }: PolicyContext, report: Report): void {
  for (const elements of [statement.actions, statement.notActions]) {
    elements?.forEach((action) => {
      const { isUndecided: isUnknown, isWellFormed } = action.pattern;
      if (isUnknown && kind !== "limit") {
        const text = display(action.value);
        report(
          action,
          action.pointer,
          `the action "${text}" is known only when Terraform runs; write it out, or lint the plan`,
        );
      } else if (!isUnknown && !isWellFormed) {
        report(action, action.pointer, `"${action.value}" is no action; it must be "service:Action"`);
      }
    });
  }
}

function reportUnknownKeys(
  object: ObjectValue,
  pointer: string,
  known: ReadonlySet<string>,
  report: Report,
): void {
  for (const { key, keyPlace } of object.members) {
    if (known.has(key)) continue;
    const meant = meantKey(key, known);
    // Said already, as the same key in another case.
    if (meant !== undefined && object.members.some((other) => other.key === meant)) continue;
    const advice = meant === undefined ? `allowed are ${[...known].join(", ")}` : `write "${meant}"`;
    report({ place: keyPlace }, `${pointer}/${key}`, `"${key}" is no element of a policy here; ${advice}`);
  }
}
