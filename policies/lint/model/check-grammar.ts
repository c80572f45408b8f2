import { describeKind, type Report } from "./describe";
import { patternsMeet } from "./resource-types";
import type { PolicyKind, Statement } from "./types";
import { asList, display, knownString, member, unknownPart, type ObjectValue, type Value } from "./value";

/*
 * What IAM's grammar asks for beyond the types of values, so that a document that IAM would refuse is found before it does.
 * Source: IAM User Guide, "Grammar of the IAM JSON policy language", and the pages on each element.
 */

interface Context {
  readonly kind: PolicyKind;
  readonly carrier?: string | null;
}

/** Resource policies that must name their resource. Others (a repository's in ECR, say) have no `Resource`. */
const carriersWithResource = new Set(["s3_bucket", "s3_access_point", "kms_key"]);

const versions = ["2012-10-17", "2008-10-17"];

/** `Version`, `Id` and what must be unique among the statements. */
export function checkDocument(document: ObjectValue, kind: PolicyKind, report: Report): void {
  const version = member(document, "Version");
  const text = knownString(version);
  if (version !== undefined && !isUnknown(version) && !versions.includes(text ?? "")) {
    const found = text === undefined ? describeKind(version) : `"${text}"`;
    report(
      version,
      "/Version",
      `Version is ${found}; it must be "2012-10-17", or "2008-10-17" for old policies`,
    );
  }
  checkIsString(member(document, "Id"), "Id", "/Id", report);
  checkSids(document, kind, report);
}

function checkSids(document: ObjectValue, kind: PolicyKind, report: Report): void {
  const statements = member(document, "Statement");
  const seen = new Set<string>();
  asList(statements).forEach((statement, index) => {
    const sid = member(statement, "Sid");
    if (sid === undefined) return;
    const pointer = statements?.kind === "array" ? `/Statement/${index}/Sid` : "/Statement/Sid";
    checkIsString(sid, "Sid", pointer, report);
    const text = knownString(sid);
    if (text === undefined || text === "") return;
    if (seen.has(text)) {
      report(sid, pointer, `the Sid "${text}" stands in two statements; it must be unique within its policy`);
    }
    seen.add(text);
    if (kind !== "resource" && !/^[A-Za-z0-9]*$/.test(text)) {
      report(sid, pointer, `the Sid "${text}" may hold only letters A to Z and digits`);
    }
  });
}

function checkIsString(value: Value | undefined, name: string, pointer: string, report: Report): void {
  if (value === undefined || value.kind === "string" || value.kind === "unknown") return;
  report(value, pointer, `${name} is ${describeKind(value)}; it must be a string`);
}

/** Which elements stand together in a statement. */
export function checkStatement(
  statement: Statement,
  value: ObjectValue,
  context: Context,
  report: Report,
): void {
  const { pointer } = statement;
  if (statement.actions === undefined && statement.notActions === undefined) {
    report(value, pointer, `the statement has neither "Action" nor "NotAction"; what it grants is not known`);
  }
  for (const name of ["Action", "Resource", "Principal"]) {
    if (member(value, name) === undefined || member(value, `Not${name}`) === undefined) continue;
    report(value, pointer, `the statement has both "${name}" and "Not${name}"; only one is allowed`);
  }
  checkResources(statement, value, context, report);
  checkPrincipals(value, pointer, context, report);
}

function checkResources(
  statement: Statement,
  value: ObjectValue,
  { kind, carrier }: Context,
  report: Report,
): void {
  const { pointer, resources, notResources } = statement;
  const isMissing = resources === undefined && notResources === undefined;
  const isNeeded = kind === "identity" || (kind === "resource" && carriersWithResource.has(carrier ?? ""));
  if (isMissing && isNeeded) {
    report(value, pointer, `the statement has neither "Resource" nor "NotResource"; one is required`);
  }
  const prohibited = kind === "trust" ? (resources ?? notResources) : undefined;
  if (prohibited !== undefined) {
    const name = resources === undefined ? "NotResource" : "Resource";
    const advice = "a trust policy is about the role that it stands on; leave the element out";
    report(prohibited[0] ?? value, `${pointer}/${name}`, `the trust policy has a "${name}"; ${advice}`);
  }
  if (kind !== "identity" && kind !== "limit") return;
  for (const resource of [...(resources ?? []), ...(notResources ?? [])]) {
    if (mayBeArn(resource.value)) continue;
    const text = display(resource.value);
    report(
      resource,
      resource.pointer,
      `the resource "${text}" is no ARN; it must be "*" or start with "arn:"`,
    );
  }
}

/** A wildcard, a policy variable or an unknown part may stand for the beginning of an ARN. */
export function mayBeArn(resource: string): boolean {
  if (resource.startsWith("arn:")) return true;
  return patternsMeet(resource.replaceAll(unknownPart, "*").replace(/\$\{[^}]*\}/g, "*"), "arn:*");
}

function checkPrincipals(
  value: ObjectValue,
  pointer: string,
  { kind, carrier }: Context,
  report: Report,
): void {
  const name = ["Principal", "NotPrincipal"].find((key) => member(value, key) !== undefined);
  const found = name === undefined ? undefined : member(value, name);
  if (kind === "identity" && found !== undefined && found.kind !== "scalar") {
    const advice = "its principal is whoever it is attached to; a resource policy has one in each statement";
    report(found, `${pointer}/${name}`, `"${name}" stands in an identity policy; ${advice}`);
  }
  // A document on a resource of a type that no table names may be anything.
  const isOnResource = kind === "resource" && (carrier ?? null) !== null;
  if ((kind === "trust" || isOnResource) && name === undefined) {
    const whom = kind === "trust" ? "may assume the role" : "is allowed or denied";
    report(value, pointer, `the statement has no "Principal"; say who ${whom}`);
  }
}

function isUnknown(value: Value): boolean {
  return value.kind === "unknown" || (value.kind === "string" && value.expressions.length > 0);
}
