import { expandAction } from "../../model/actions";
import { isGeneral } from "../../model/escalations";
import { hasWildcard } from "../../model/patterns";
import type { Grant } from "../../model/subject-grants";

const levels = new Map<string, boolean>();

/**
 * Whether a breadth rule makes an error of the grant already: it is of a whole service, or a wildcard over actions that
 * manage permissions, on everything.
 */
export function breadthSpeaks(grant: Grant): boolean {
  if (isGeneral(grant)) return true;
  const pattern = grant.source?.element?.value;
  if (pattern === undefined || !hasWildcard(pattern) || grant.reach !== "all") return false;
  let found = levels.get(pattern);
  if (found === undefined) {
    found = expandAction(pattern).some(({ level }) => level === "permissions");
    levels.set(pattern, found);
  }
  return found;
}
