import { limitsOf } from "../../model/boundaries";
import { isStarFor } from "../../model/effective-star";
import { showResources } from "../../model/show-resources";
import type { Grant } from "../../model/subject-grants";
import type { Subject } from "../../model/subjects";
import type { Model, Policy, Statement } from "../../model/types";
import { display } from "../../model/value";
import type { RuleResult } from "../rule";

type Where = Pick<RuleResult, "place" | "pointer" | "resource" | "limits">;

/** Where a finding on the grant stands, and what limits the subject. */
export function whereOf(model: Model, subject: Subject, grant: Grant): Where {
  return { ...placeOf(model, subject, grant), limits: limitsOf(subject) };
}

/** At the action in its policy, or where the AWS managed policy is attached. */
function placeOf(model: Model, subject: Subject, grant: Grant): Omit<Where, "limits"> {
  if (grant.source !== null) {
    const { element, statement, policy } = grant.source;
    const { place, pointer } = element ?? statement;
    return { place, pointer, resource: policy.resource ?? subject.principal?.resource ?? null };
  }
  const attachment = model.attachments.find(
    ({ principal, policyArn }) =>
      principal === subject.principal && policyArn?.endsWith(`/${grant.managedPolicy}`),
  );
  if (attachment !== undefined) {
    return { place: attachment.place, pointer: attachment.pointer, resource: attachment.resource };
  }
  const [policy] = subject.policies;
  const place = subject.principal?.place ?? policy?.place;
  if (place === undefined) throw new Error("A grant has neither a statement nor a principal.");
  return { place, pointer: "", resource: subject.principal?.resource ?? null };
}

/** `role aws_iam_role.jobs`; where one policy grants it all, whoever has that. */
function nameOf({ principal }: Subject, grants: readonly Grant[]): string {
  if (principal === null || onePolicy(grants)) return "whoever has this policy";
  return `${principal.kind} ${principal.resource}`;
}

/** Whether they all stand in one policy of the input. */
export function onePolicy(grants: readonly Grant[]): boolean {
  const policies = new Set(grants.map(({ source }) => source?.policy));
  return policies.size === 1 && !policies.has(undefined);
}

/** Who has the grants, at the start of a sentence. */
export function startWith(subject: Subject, grants: readonly Grant[]): string {
  const name = nameOf(subject, grants);
  return name.charAt(0).toUpperCase() + name.slice(1);
}

/**
 * What is granted and where: `iam:PassRole in aws_iam_policy.a; lambda:CreateFunction in AWSLambda_FullAccess`. The place
 * is left out where all stand in one policy: there the finding is.
 */
export function describeGrants(grants: readonly Grant[]): string {
  if (onePolicy(grants)) return grants.map(describeGrant).join(", ");
  const places = new Map<string, Grant[]>();
  for (const grant of grants) {
    const place = placeName(grant);
    places.set(place, [...(places.get(place) ?? []), grant]);
  }
  return [...places].map(([place, list]) => `${list.map(describeGrant).join(", ")} in ${place}`).join("; ");
}

function describeGrant({ action, source }: Grant): string {
  const written = source?.element?.value;
  return written === undefined || written.toLowerCase() === action.toLowerCase()
    ? action
    : `${action} (by "${display(written)}")`;
}

function placeName({ source, managedPolicy }: Grant): string {
  if (source === null) return managedPolicy ?? "an AWS managed policy";
  return source.policy.resource ?? source.policy.place.text.file;
}

/** Resources in the words of a message. */
export function describeResources({ action, resources, reach, source }: Grant): string {
  if (reach === "named" && resources.some((resource) => isStarFor(resource, action)))
    return "what its condition leaves";
  const [first = "", second, ...more] = showResources(resources, source?.statement ?? {});
  const rest =
    more.length > 0 ? `, ${second} and ${more.length} more` : second === undefined ? "" : ` and ${second}`;
  return first + rest;
}

/**
 * One finding where principals share a policy. Where one of them has no known boundary, what it says is not limited by the
 * others'.
 */
export function withoutRepeats(results: readonly RuleResult[]): RuleResult[] {
  const found = new Map<string, RuleResult>();
  for (const result of results) {
    const { place, severity, path, pointer, resource, limits = [] } = result;
    const key = [place.text.file, place.offset, pointer, severity, path, resource].join("\n");
    const known = found.get(key);
    if (known === undefined) found.set(key, result);
    else found.set(key, { ...known, limits: together(known.limits ?? [], limits) });
  }
  return [...found.values()];
}

function together(some: readonly Policy[], others: readonly Policy[]): readonly Policy[] {
  return some.length === 0 || others.length === 0 ? [] : [...new Set([...some, ...others])];
}

/** Grants by the statement that gives them, so that one statement gives one finding. */
export function byStatement(grants: readonly Grant[]): readonly (readonly Grant[])[] {
  const groups = new Map<Statement | string | null, Grant[]>();
  for (const grant of grants) {
    const key = grant.source?.statement ?? grant.managedPolicy;
    groups.set(key, [...(groups.get(key) ?? []), grant]);
  }
  return [...groups.values()];
}
