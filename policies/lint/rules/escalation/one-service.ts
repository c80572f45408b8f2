import { escalationPaths, otherRoleUses, passRole } from "../../model/escalation-paths";
import { mayPassTo } from "../../model/passing-limits";
import { hasWildcard } from "../../model/patterns";
import type { Grant, Grants } from "../../model/subject-grants";

/** Whether a condition lets roles be passed to one service only. */
export function isOneService({ passesTo }: Grant): boolean {
  return passesTo !== "any" && passesTo.length === 1 && !hasWildcard(passesTo[0] ?? "*");
}

/** Actions of the subject that make use of a role that is passed, other than those of the paths. */
export function usesOfRole(passing: Grant, grants: Grants): readonly string[] {
  const use = otherRoleUses.find(
    ({ services, actions }) =>
      services.some((service) => mayPassTo(passing, service)) &&
      actions.every((action) => grants.has(action)),
  );
  return use?.actions ?? [];
}

/**
 * What the condition keeps from having a use for roles, where it does what it is there for: everything but PassRole is
 * granted for another service's path, which it blocks, and nothing for a path of the service that it leaves.
 */
export function blockedActions(passing: Grant, grants: Grants): readonly string[] {
  if (!isOneService(passing) || usesOfRole(passing, grants).length > 0) return [];
  const paths = escalationPaths().filter(({ services }) => services.length > 0);
  const isForThis = paths.some(
    ({ services, actions }) =>
      services.some((service) => mayPassTo(passing, service)) &&
      actions.some((action) => action !== passRole && grants.has(action)),
  );
  if (isForThis) return [];
  return paths
    .filter(({ actions }) => actions.every((action) => action === passRole || grants.has(action)))
    .flatMap(({ actions }) => actions.filter((action) => action !== passRole));
}
