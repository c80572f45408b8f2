import { expandAction } from "./action-pattern";
import { actionsOf, type KnownAction } from "./actions";
import { isUnconditional } from "./conditions";
import { denialsIn } from "./denials";
import { serviceOf } from "./describe-actions";
import { isStarFor } from "./effective-star";
import { actionsExcept, isOnEverything, reachOf, remainingOfNotAction, remainingOfPattern } from "./grants";
import { leftOf } from "./left";
import type { Policy, Statement } from "./types";

/** A service counts as fully granted from this share of its managing actions on: lists of actions lag behind AWS. */
const fullShare = 0.9;
/** Below this many managing actions, only a wildcard counts: two of two actions are a task, not full access. */
const fewestActions = 10;

/** Services that the policy lets manage completely, on everything, by wildcards or by long lists; sorted. */
export function fullServices(policy: Policy, boundaries: readonly Policy[] = []): string[] {
  const granted = new Map<string, Set<string>>();
  const byWildcard = new Set<string>();
  for (const statement of policy.statements) {
    if (statement.effect !== "Allow" || !isOnEverything(statement) || !isUnconditional(statement)) continue;
    const reach = reachOf(statement, policy, boundaries);
    for (const action of grantedActions(statement, policy, boundaries, byWildcard)) {
      if (!reach(action.name).some((resource) => isStarFor(resource, action.name))) continue;
      const service = serviceOf(action.name);
      const names = granted.get(service) ?? new Set();
      granted.set(service, names.add(action.name));
    }
  }
  return [...granted]
    .filter(([service, names]) => isFull(service, names, byWildcard.has(service)))
    .map(([name]) => name)
    .sort();
}

function grantedActions(
  statement: Statement,
  policy: Policy,
  boundaries: readonly Policy[],
  byWildcard: Set<string>,
): readonly KnownAction[] {
  if (statement.notActions !== undefined) {
    const remaining = remainingOfNotAction(statement, policy, boundaries);
    if (remaining.kind === "nothing") return [];
    const actions = remaining.kind === "some" ? remaining.actions : actionsExcept(statement);
    actions.forEach(({ name }) => byWildcard.add(serviceOf(name)));
    return actions;
  }
  return (statement.actions ?? []).flatMap(({ value }) => {
    const remaining = remainingOfPattern(value, statement, policy, boundaries);
    if (remaining.kind === "nothing") return [];
    const actions = remaining.kind === "some" ? remaining.actions : expandAction(value);
    if (value.endsWith("*") && /^(\*+|[^:]+:\*+)$/.test(value)) {
      actions.forEach(({ name }) => byWildcard.add(serviceOf(name)));
    }
    return actions;
  });
}

function isFull(service: string, names: ReadonlySet<string>, byWildcard: boolean): boolean {
  const managing = actionsOf(service).filter(({ level }) => level === "permissions" || level === "write");
  const held = managing.filter(({ name }) => names.has(name)).length;
  const enough = byWildcard ? managing.length > 0 : managing.length >= fewestActions;
  return enough && held >= managing.length * fullShare;
}

/**
 * Those of the services that stay completely granted once the Denies of the principal's policies and its boundary have
 * taken their part.
 */
export function servicesLeft(
  services: readonly string[],
  policies: readonly Policy[],
  boundary: Policy | null,
): readonly string[] {
  const denials = denialsIn(policies, { conditions: [] });
  if (denials.length === 0 && boundary === null) return services;
  const limits = { denials, boundaries: boundary === null ? [] : [boundary] };
  const isLeft = ({ name }: KnownAction) =>
    leftOf(name, "*", limits).some((resource) => isStarFor(resource, name));
  return services.filter((service) => {
    const left = actionsOf(service).filter(isLeft);
    return isFull(service, new Set(left.map(({ name }) => name)), true);
  });
}
