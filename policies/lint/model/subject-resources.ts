import { isStarFor, neededReach } from "./effective-star";
import { covers, overlaps } from "./patterns";
import { canMean } from "./resource-types";
import { useOfAction } from "./service-details";
import type { Statement } from "./types";

/** The part of an action's possible resources that a statement reaches. */
export interface Reach {
  /** Whether it is all of them, as far as patterns tell. */
  readonly all: boolean;
  /** Resources or patterns; empty where it reaches nothing. */
  readonly resources: readonly string[];
}

type Resources = Pick<Statement, "resources" | "notResources">;

/** What an Allow reaches with the action once Denies have taken their part. */
export function reachOf(action: string, allow: Resources, denies: readonly Statement[]): Reach {
  let resources = resourcesOf(allow).filter((resource) => mayBeActedOn(action, resource));
  for (const deny of denies) resources = resources.flatMap((resource) => remainder(action, resource, deny));
  return { all: resources.some((resource) => isStarFor(resource, action)), resources };
}

/** An Allow with NotResource reaches nearly everything. */
function resourcesOf({ resources, notResources }: Resources): readonly string[] {
  if (notResources !== undefined) return ["*"];
  return resources?.map(({ value }) => value) ?? ["*"];
}

/** What a Deny leaves of a resource. A Deny on all users leaves nothing of `*` for an action that works on users only. */
export function remainder(action: string, resource: string, deny: Statement): string[] {
  const needed = neededReach(resource, action).each;
  if (deny.notResources !== undefined) {
    const spared = deny.notResources.map(({ value }) => value);
    if (needed.some((reach) => !spared.some((pattern) => overlaps(pattern, reach)))) return [];
    const inside = spared.filter((pattern) => covers(resource, pattern));
    return spared.some((pattern) => !inside.includes(pattern) && overlaps(pattern, resource))
      ? [resource]
      : inside;
  }
  const denied = deny.resources?.map(({ value }) => value) ?? ["*"];
  const isDenied = (reach: string) => denied.some((pattern) => covers(pattern, reach));
  return isDenied(resource) || needed.some(isDenied) ? [] : [resource];
}

const ofIam = /^(iam|sts):/;

/**
 * Whether the action can act on such a resource: iam:PassRole on users passes nothing. AWS's table is trusted for the
 * services whose resources it lists completely.
 */
function mayBeActedOn(action: string, resource: string): boolean {
  if (resource === "*" || !ofIam.test(action)) return true;
  const use = useOfAction(action);
  const types = use === undefined ? [] : [...use.requiredTypes, ...use.optionalTypes];
  return types.length === 0 || types.some((type) => canMean(resource, type));
}
