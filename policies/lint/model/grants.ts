import { expandAction, type ActionKind, type ActionPattern } from "./action-pattern";
import { type KnownAction } from "./actions";
import { isUnconditional, mayHoldFor, tellsActionsApart } from "./conditions";
import { deniesAllExcept, deniesPattern, deniesResource, denialsFor, type Denial } from "./denials";
import { isStarFor, reachAllRequired } from "./effective-star";
import { leftOf } from "./left";
import { coversAction, isEffectiveStar, resourcePattern } from "./patterns";
import { remembered } from "./remembered";
import type { ActionElement, Policy, Statement } from "./types";

/*
 * What an Allow still grants: a Deny is subtracted only where it covers, on the actions and resources that it covers, and
 * a boundary where it is known. Denies of all policies of one principal count.
 */

/** What is left of an Allow after the Denies that cover it. */
export type Remaining =
  | { readonly kind: "all" }
  | { readonly kind: "nothing" }
  /** Exactly these actions. */
  | { readonly kind: "some"; readonly actions: readonly KnownAction[] };

/** What the action pattern of an Allow still grants. `boundaries`: of the principals that hold the policy. */
export function remainingOfPattern(
  pattern: string,
  allow: Statement,
  policy: Policy,
  boundaries: readonly Policy[] = [],
): Remaining {
  const denials = denialsFor(allow, policy);
  if (denials.length === 0 && boundaries.length === 0 && !tellsActionsApart(allow)) return { kind: "all" };
  const resources = resourcesOf(allow, policy);
  const covering = denials.filter((denial) => deniesPattern(denial, pattern));
  if (
    allow.notResources === undefined &&
    resources.every((resource) => covering.some((denial) => deniesResource(denial, resource)))
  ) {
    return { kind: "nothing" };
  }
  const before = expandAction(pattern);
  return compare(before, stillAllowed(before, { allow, policy, denials, resources, boundaries }));
}

/** What an Allow with NotAction still grants. */
export function remainingOfNotAction(
  allow: Statement,
  policy: Policy,
  boundaries: readonly Policy[] = [],
): Remaining {
  // All but everything is nothing.
  if (allow.notActions?.some(({ pattern }) => pattern.isEverything)) return { kind: "nothing" };
  const denials = denialsFor(allow, policy);
  if (denials.length === 0 && boundaries.length === 0) return { kind: "all" };
  const before = actionsExcept(allow);
  const resources = resourcesOf(allow, policy);
  return compare(before, stillAllowed(before, { allow, policy, denials, resources, boundaries }));
}

/** The actions that an Allow with NotAction grants before Denies. What AWS does not know excludes nothing. */
export function actionsExcept({ notActions = [] }: Statement): readonly KnownAction[] {
  return expandAction("*").filter(({ name }) => !notActions.some(({ value }) => coversAction(value, name)));
}

/** An action that reaches all resources of a kind, and the entry of the statement that it comes from. */
export interface StarGrant {
  readonly action: KnownAction;
  /** Null where the statement has NotAction. */
  readonly element: ActionElement | null;
  /** The resource that is the star; null where the statement has NotResource. */
  readonly resource: string | null;
}

/** What `starGrants` looks for. Make one for a whole run: it keeps what it finds out. */
export class StarQuery {
  /** The wanted actions that an entry of `Action` stands for. */
  readonly wantedOf = remembered((pattern: ActionPattern) =>
    this.isOwn(pattern) ? pattern.actions.filter(this.isWanted) : [],
  );

  constructor(
    /** The kind of entries of `Action` among which they are; those of NotAction all count. */
    readonly kind: ActionKind,
    readonly isWanted: (action: KnownAction) => boolean,
    /** Which of these entries count. */
    private readonly isOwn: (pattern: ActionPattern) => boolean = () => true,
  ) {}
}

/** The actions that an Allow still grants on everything that they work on, and that no condition narrows. */
export function starGrants(
  allow: Statement,
  policy: Policy,
  boundaries: readonly Policy[],
  query: StarQuery,
): readonly StarGrant[] {
  if (allow.entries[query.kind].length === 0 && allow.notActions === undefined) return [];
  if (!mayReachAll(allow)) return [];
  const candidates = wantedActions(allow, query);
  if (candidates.size === 0 || !isUnconditional(allow)) return [];
  const resources = resourcesOf(allow, policy);
  const leftFor = reachOf(allow, policy, boundaries);
  const grants: StarGrant[] = [];
  for (const [action, element] of candidates) {
    const isStar = (resource: string) => isStarFor(resource, action.name);
    const star = resources.find(
      (resource) => isStar(resource) && leftFor(action.name, [resource]).some(isStar),
    );
    if (star === undefined || !reachAllRequired(leftFor(action.name), action.name)) continue;
    grants.push({ action, element, resource: allow.notResources === undefined ? star : null });
  }
  return grants;
}

/** With the first entry of `Action` that names each. */
function wantedActions(allow: Statement, query: StarQuery): ReadonlyMap<KnownAction, ActionElement | null> {
  const wanted = new Map<KnownAction, ActionElement | null>();
  if (allow.notActions !== undefined) {
    for (const action of actionsExcept(allow)) if (query.isWanted(action)) wanted.set(action, null);
  }
  for (const element of allow.entries[query.kind]) {
    for (const action of query.wantedOf(element.pattern))
      if (!wanted.has(action)) wanted.set(action, element);
  }
  return wanted;
}

function mayReachAll({ resources, notResources }: Statement): boolean {
  return notResources !== undefined || (resources?.some(({ value }) => value.includes("*")) ?? false);
}

interface Reach {
  readonly allow: Statement;
  readonly policy: Policy;
  readonly denials: readonly Denial[];
  readonly resources: readonly string[];
  readonly boundaries: readonly Policy[];
}

/** The resources of an Allow as patterns; one without Resource speaks of what carries it, or of nearly everything. */
function resourcesOf({ resources, notResources }: Statement, { version }: Policy): readonly string[] {
  if (notResources !== undefined || resources === undefined) return ["*"];
  return resources.map(({ value }) => resourcePattern(value, version));
}

function stillAllowed(actions: readonly KnownAction[], reach: Reach): readonly KnownAction[] {
  return actions.filter(
    ({ name }) =>
      mayHoldFor(name, reach.allow) && reach.resources.some((resource) => isAllowedOn(name, resource, reach)),
  );
}

function isAllowedOn(action: string, resource: string, reach: Reach): boolean {
  return leftOn(action, resource, reach).length > 0;
}

/** What Denies and boundaries leave of the resource. */
function leftOn(action: string, resource: string, reach: Reach): readonly string[] {
  const { allow, policy, denials, boundaries } = reach;
  if (denials.length === 0 && boundaries.length === 0) return [resource];
  if (allow.notResources === undefined) return leftOf(action, resource, { denials, boundaries });
  const exceptions = allow.notResources.map(({ value }) => resourcePattern(value, policy.version));
  if (denials.some((denial) => deniesAllExcept(denial, action, exceptions))) return [];
  return leftOf(action, resource, { denials: [], boundaries });
}

/**
 * What the Allow reaches with an action, as patterns, once Denies and boundaries have taken their part: of all its
 * resources, or of those that are given.
 */
export function reachOf(
  allow: Statement,
  policy: Policy,
  boundaries: readonly Policy[],
): (action: string, of?: readonly string[]) => readonly string[] {
  const denials = denialsFor(allow, policy);
  const resources = resourcesOf(allow, policy);
  if (denials.length === 0 && boundaries.length === 0) return (_, of = resources) => of;
  const reach = { allow, policy, denials, resources, boundaries };
  return (action, of = resources) => of.flatMap((resource) => leftOn(action, resource, reach));
}

/** What is left for the actions together, where that is less than the Allow says; undefined where it is not. */
export function narrowedReach(
  actions: readonly KnownAction[],
  allow: Statement,
  policy: Policy,
  boundaries: readonly Policy[],
): readonly string[] | undefined {
  if (boundaries.length === 0 && denialsFor(allow, policy).length === 0) return undefined;
  const all = resourcesOf(allow, policy);
  const reach = reachOf(allow, policy, boundaries);
  const left = new Set(actions.flatMap(({ name }) => reach(name)));
  return left.size === 0 || all.every((resource) => left.has(resource)) ? undefined : [...left];
}

/** A pattern of which AWS's table knows no action stays as it is: what it grants is not known, so it is not taken away. */
function compare(before: readonly KnownAction[], after: readonly KnownAction[]): Remaining {
  if (after.length === before.length) return { kind: "all" };
  return after.length === 0 ? { kind: "nothing" } : { kind: "some", actions: after };
}

/** Whether the statement reaches all resources there are, as far as patterns tell. */
export function isOnEverything(statement: Statement): boolean {
  if (statement.notResources !== undefined) return true;
  return statement.resources?.some(({ value }) => isEffectiveStar(value)) ?? false;
}
