import { actionsOf, type KnownAction } from "./actions";
import { expandAction } from "./actions";
import { isOnEverything, remainingOfNotAction, remainingOfPattern } from "./grants";
import type { Policy, Statement } from "./types";

/** A service counts as fully granted from this share of its managing actions on: lists of actions lag behind AWS. */
const fullShare = 0.9;
/** Below this many managing actions, only a wildcard counts: two of two actions are a task, not full access. */
const fewestActions = 10;

/** Services that the policy lets manage completely, on everything, by wildcards or by long lists; sorted. */
export function fullServices(policy: Policy): string[] {
  const granted = new Map<string, Set<string>>();
  const byWildcard = new Set<string>();
  for (const statement of policy.statements) {
    if (statement.effect !== "Allow" || !isOnEverything(statement)) continue;
    for (const action of grantedActions(statement, policy, byWildcard)) {
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
  byWildcard: Set<string>,
): readonly KnownAction[] {
  if (statement.notActions !== undefined) {
    const remaining = remainingOfNotAction(statement, policy);
    if (remaining.kind === "nothing") return [];
    const actions = remaining.kind === "some" ? remaining.actions : allExcept(statement);
    actions.forEach(({ name }) => byWildcard.add(serviceOf(name)));
    return actions;
  }
  return (statement.actions ?? []).flatMap(({ value }) => {
    const remaining = remainingOfPattern(value, statement, policy);
    if (remaining.kind === "nothing") return [];
    const actions = remaining.kind === "some" ? remaining.actions : expandAction(value);
    if (value.endsWith("*") && /^(\*+|[^:]+:\*+)$/.test(value)) {
      actions.forEach(({ name }) => byWildcard.add(serviceOf(name)));
    }
    return actions;
  });
}

function allExcept(statement: Statement): readonly KnownAction[] {
  const excluded = new Set(
    (statement.notActions ?? []).flatMap(({ value }) => expandAction(value).map(({ name }) => name)),
  );
  return expandAction("*").filter(({ name }) => !excluded.has(name));
}

function isFull(service: string, names: ReadonlySet<string>, byWildcard: boolean): boolean {
  const managing = actionsOf(service).filter(({ level }) => level === "permissions" || level === "write");
  const held = managing.filter(({ name }) => names.has(name)).length;
  const enough = byWildcard ? managing.length > 0 : managing.length >= fewestActions;
  return enough && held >= managing.length * fullShare;
}

function serviceOf(action: string): string {
  return action.slice(0, action.indexOf(":"));
}
