import { holdsWheneverAllowed } from "./conditions";
import { neededReach } from "./effective-star";
import { covers, coversAction, overlaps, overlapsAction, resourcePattern } from "./patterns";
import type { Policy, Statement } from "./types";

/** A Deny with its resources as patterns. */
export interface Denial {
  readonly statement: Statement;
  readonly resources: readonly string[] | undefined;
  readonly notResources: readonly string[] | undefined;
}

const denials = new WeakMap<Policy, readonly Denial[]>();

/** The Denies of a policy, whether they cover something or not. */
function denialsOf(policy: Policy): readonly Denial[] {
  let found = denials.get(policy);
  if (found === undefined) {
    const { statements, version } = policy;
    found = statements
      .filter(({ effect }) => effect === "Deny")
      .map((statement) => ({
        statement,
        resources: statement.resources?.map(({ value }) => resourcePattern(value, version)),
        notResources: statement.notResources?.map(({ value }) => resourcePattern(value, version)),
      }));
    denials.set(policy, found);
  }
  return found;
}

/** What a Deny is held against; that of an AWS managed policy has no statement of which more would be known. */
export type Allowed = Pick<Statement, "conditions" | "principals">;

/**
 * The Denies of these policies that hold whenever the Allow does, for everybody whom it allows: their conditions leave
 * nothing out.
 */
export function denialsIn(policies: readonly Policy[], allow: Allowed): readonly Denial[] {
  const all =
    policies.length === 1 && policies[0] !== undefined ? denialsOf(policies[0]) : policies.flatMap(denialsOf);
  if (all.length === 0) return all;
  return all.filter(({ statement }) => holdsWheneverAllowed(statement, allow) && isForAll(statement, allow));
}

/** The Denies that count against an Allow: those of its policy, and of the other policies of the policy's one principal. */
export function denialsFor(allow: Statement, policy: Policy): readonly Denial[] {
  return denialsIn(policy.siblings.length === 0 ? [policy] : [policy, ...policy.siblings], allow);
}

function isForAll(deny: Statement, allow: Allowed): boolean {
  if (deny.notPrincipals !== undefined) return false;
  if (deny.principals === undefined) return true;
  const denied = new Set(deny.principals.map(({ value }) => value));
  if (denied.has("*")) return true;
  return allow.principals !== undefined && allow.principals.every(({ value }) => denied.has(value));
}

/** Whether the Deny takes away every action that the pattern matches, also those that AWS has yet to add. */
export function deniesPattern({ statement }: Denial, pattern: string): boolean {
  if (statement.notActions !== undefined) {
    return !statement.notActions.some((kept) => overlapsAction(kept.value, pattern));
  }
  return statement.actions?.some((denied) => coversAction(denied.value, pattern)) ?? false;
}

/** Whether the Deny takes the resource away: a name, or all that a pattern matches. */
export function deniesResource({ resources, notResources }: Denial, resource: string): boolean {
  if (notResources !== undefined) return !notResources.some((spared) => overlaps(spared, resource));
  return resources?.some((denied) => covers(denied, resource)) ?? true;
}

/**
 * Whether the Deny takes away what the action can do on the resource. A Deny on all users takes AttachUserPolicy on `*`
 * away: the action works on nothing else.
 */
export function deniesAction(denial: Denial, action: string, resource: string): boolean {
  if (!deniesPattern(denial, action)) return false;
  if (deniesResource(denial, resource)) return true;
  const { each, either } = neededReach(resource, action);
  const isTaken = (reach: string) => deniesResource(denial, reach);
  return each.some(isTaken) || (either.length > 0 && either.every(isTaken));
}

/** Whether the Deny takes away everything except what the patterns match, which an Allow with NotResource leaves out itself. */
export function deniesAllExcept(denial: Denial, action: string, exceptions: readonly string[]): boolean {
  if (!deniesPattern(denial, action)) return false;
  if (denial.notResources === undefined) return deniesAction(denial, action, "*");
  return denial.notResources.every((spared) => exceptions.some((exception) => covers(exception, spared)));
}
