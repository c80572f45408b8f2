import { actionsOf, type KnownAction } from "./actions";
import { denialsFor, deniesAction, deniesPattern, type Denial } from "./denials";
import { serviceOf } from "./describe-actions";
import { isStarFor } from "./effective-star";
import { coversAction, covers, overlaps, resourcePattern } from "./patterns";
import { canMean } from "./resource-types";
import { serviceDetails, useOfAction } from "./service-details";
import type { Policy, Statement } from "./types";

/** What limits an Allow from outside. */
export interface Limits {
  readonly denials: readonly Denial[];
  /** Boundaries of all principals that hold the policy: what one of them lets through is granted. */
  readonly boundaries: readonly Policy[];
}

/**
 * What Denies and boundaries leave of a resource for an action, as patterns; empty where that is nothing. A Deny on all but
 * one bucket, and a boundary with one bucket, leave that bucket of `*`.
 */
export function leftOf(action: string, resource: string, { denials, boundaries }: Limits): readonly string[] {
  const allowed = afterDenials(action, resource, denials);
  if (boundaries.length === 0) return allowed;
  return [
    ...new Set(
      boundaries.flatMap((boundary) =>
        allowed.flatMap((pattern) => leftByBoundary(action, pattern, boundary)),
      ),
    ),
  ];
}

function afterDenials(action: string, resource: string, denials: readonly Denial[]): readonly string[] {
  let left: readonly string[] = [resource];
  for (const denial of denials) {
    if (!deniesPattern(denial, action)) continue;
    left = left.flatMap((pattern) => {
      if (deniesAction(denial, action, pattern)) return [];
      return denial.notResources === undefined ? [pattern] : common(action, pattern, denial.notResources);
    });
  }
  return left;
}

function leftByBoundary(action: string, resource: string, boundary: Policy): readonly string[] {
  return boundary.statements.flatMap((statement) => {
    if (statement.effect !== "Allow" || !names(statement, action)) return [];
    const { resources, notResources } = statement;
    const allowed =
      notResources !== undefined || resources === undefined
        ? [resource]
        : common(
            action,
            resource,
            resources.map(({ value }) => resourcePattern(value, boundary.version)),
          );
    const denials = denialsFor(statement, boundary);
    return allowed.flatMap((pattern) => afterDenials(action, pattern, denials));
  });
}

/** Whether the statement is about the action. */
function names({ actions, notActions }: Statement, action: string): boolean {
  if (notActions !== undefined) return !notActions.some(({ value }) => coversAction(value, action));
  return actions?.some(({ value }) => coversAction(value, action)) ?? false;
}

/** What the resource has in common with the others; the narrower pattern stands for both. */
function common(action: string, resource: string, others: readonly string[]): readonly string[] {
  if (others.some((other) => covers(other, resource))) return [resource];
  return others
    .filter((other) => overlaps(other, resource))
    .map((other) => (covers(resource, other) || !isStarFor(other, action) ? other : resource))
    .filter((pattern) => isOfService(action, pattern));
}

const ofServices = new Map<string, boolean>();

/** Whether the resource is one that the action's service knows: of everything, a Deny on all but a bucket leaves S3. */
function isOfService(action: string, pattern: string): boolean {
  const service = serviceOf(action);
  const types = serviceDetails(service)?.resourceTypes;
  if (types === undefined) return true;
  const key = `${service} ${pattern}`;
  let known = ofServices.get(key);
  if (known === undefined) {
    known = types.some((type) => canMean(pattern, type));
    ofServices.set(key, known);
  }
  return known;
}

/** Services of which every action is there that can act on the resources. */
export function wholeServicesOn(resources: readonly string[], actions: readonly KnownAction[]): string[] {
  const names = new Set(actions.map(({ name }) => name));
  const canAct = ({ name }: KnownAction) => {
    const use = useOfAction(name);
    const types = use === undefined ? [] : [...use.requiredTypes, ...use.optionalTypes];
    return types.some((type) => resources.some((resource) => canMean(resource, type)));
  };
  return [...new Set(actions.map(({ name }) => serviceOf(name)))].filter((service) =>
    actionsOf(service).every((action) => names.has(action.name) || !canAct(action)),
  );
}
