import { actionsOf, expandAction, type KnownAction } from "./actions";
import { covers, coversAction, isEffectiveStar } from "./patterns";
import type { Policy, Statement } from "./types";

/** What is left of an Allow after the Denies that cover it. */
export type Remaining =
  | { readonly kind: "all" }
  | { readonly kind: "nothing" }
  /** Exactly these actions. */
  | { readonly kind: "some"; readonly actions: readonly KnownAction[] };

/**
 * What the action pattern of an Allow still grants.
 *
 * A Deny is subtracted only where it holds without conditions, for everybody, and on at least the Allow's resources.
 */
export function remainingOfPattern(pattern: string, allow: Statement, policy: Policy): Remaining {
  const denies = denialsCovering(allow, policy);
  if (denies.length === 0) return { kind: "all" };
  if (denies.some((deny) => deny.actions?.some((denied) => coversAction(denied.value, pattern)))) {
    return { kind: "nothing" };
  }
  const before = expandAction(pattern);
  return compare(before, subtract(before, denies));
}

/** What an Allow with NotAction still grants. */
export function remainingOfNotAction(allow: Statement, policy: Policy): Remaining {
  const denies = denialsCovering(allow, policy);
  if (denies.length === 0) return { kind: "all" };
  const excluded = allow.notActions ?? [];
  const before = expandAction("*").filter(
    (action) => !excluded.some((pattern) => coversAction(pattern.value, action.name)),
  );
  return compare(before, subtract(before, denies));
}

function compare(before: readonly KnownAction[], after: readonly KnownAction[]): Remaining {
  if (after.length === 0) return { kind: "nothing" };
  return after.length === before.length ? { kind: "all" } : { kind: "some", actions: after };
}

function subtract(actions: readonly KnownAction[], denies: readonly Statement[]): readonly KnownAction[] {
  return actions.filter((action) => !denies.some((deny) => deniesAction(deny, action.name)));
}

function deniesAction(deny: Statement, action: string): boolean {
  if (deny.notActions !== undefined) return !deny.notActions.some((kept) => coversAction(kept.value, action));
  return deny.actions?.some((denied) => coversAction(denied.value, action)) ?? false;
}

function denialsCovering(allow: Statement, policy: Policy): Statement[] {
  return [policy, ...policy.siblings]
    .flatMap(({ statements }) => statements)
    .filter(
      (deny) => deny.effect === "Deny" && !deny.conditional && isForEverybody(deny) && isOnAll(deny, allow),
    );
}

function isForEverybody(deny: Statement): boolean {
  if (deny.notPrincipals !== undefined) return false;
  return deny.principals === undefined || deny.principals.some(({ value }) => value === "*");
}

/** Whether the Deny's resources cover all of the Allow's. A Deny with NotResource leaves something out. */
function isOnAll(deny: Statement, allow: Statement): boolean {
  if (deny.notResources !== undefined) return false;
  if (deny.resources === undefined) return allow.resources === undefined;
  const denied = deny.resources.map(({ value }) => value);
  const allowed = allow.resources === undefined ? ["*"] : allow.resources.map(({ value }) => value);
  return allowed.every((resource) => denied.some((pattern) => covers(pattern, resource)));
}

/** Whether the statement reaches all resources there are, as far as patterns tell. */
export function isOnEverything(statement: Statement): boolean {
  if (statement.notResources !== undefined) return true;
  return statement.resources?.some(({ value }) => isEffectiveStar(value)) ?? false;
}

/** `every action of s3; 3 actions of sts (sts:AssumeRole, …)`. */
export function describeActions(actions: readonly KnownAction[]): string {
  const byService = new Map<string, KnownAction[]>();
  for (const action of actions) {
    const service = action.name.slice(0, action.name.indexOf(":"));
    const list = byService.get(service);
    if (list === undefined) byService.set(service, [action]);
    else list.push(action);
  }
  const parts = [...byService].map(([service, list]) =>
    list.length === actionsOf(service).length ? `every action of ${service}` : describeSome(service, list),
  );
  return parts.length > 4 ? `${actions.length} actions of ${parts.length} services` : parts.join("; ");
}

function describeSome(service: string, actions: readonly KnownAction[]): string {
  const names = actions.slice(0, 3).map(({ name }) => name);
  const more = actions.length > names.length ? ", …" : "";
  return `${actions.length} ${actions.length === 1 ? "action" : "actions"} of ${service} (${names.join(", ")}${more})`;
}

/** Services of which every action is left. */
export function wholeServices(actions: readonly KnownAction[]): string[] {
  const counts = new Map<string, number>();
  for (const { name } of actions) {
    const service = name.slice(0, name.indexOf(":"));
    counts.set(service, (counts.get(service) ?? 0) + 1);
  }
  return [...counts]
    .filter(([service, count]) => actionsOf(service).length === count)
    .map(([service]) => service);
}
