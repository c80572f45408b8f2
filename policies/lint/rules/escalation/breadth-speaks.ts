import type { ActionPattern } from "../../model/action-pattern";
import { isGeneral } from "../../model/escalations";
import { remembered } from "../../model/remembered";
import type { Grant } from "../../model/subject-grants";

/**
 * Whether a breadth rule makes an error of the grant already: it is of a whole service, or a wildcard over actions that
 * manage permissions, on everything.
 */
export function breadthSpeaks(grant: Grant): boolean {
  if (isGeneral(grant)) return true;
  const pattern = grant.source?.element?.pattern;
  if (pattern === undefined || !pattern.hasWildcard || grant.reach !== "all") return false;
  return managesPermissions(pattern);
}

const managesPermissions = remembered(({ actions }: ActionPattern) =>
  actions.some(({ level }) => level === "permissions"),
);
