import type { Problem } from "./types";
import type { Member, Value } from "./value";

/**
 * Keys of one object of a policy that differ in capitals only (`Action` and `action`). IAM's own check refuses them;
 * elsewhere, in Terraform's blocks or in tags, they are two different keys.
 *
 * Source: Access Analyzer's policy check reference, "Duplicate keys with different case".
 */
export function keysInAnotherCase(
  object: Value | undefined,
  pointer: string,
  resource: string | null,
): Problem[] {
  if (object?.kind !== "object" || !hasAlike(object.members)) return [];
  const seen = new Map<string, string>();
  return object.members.flatMap(({ key, keyPlace }): Problem[] => {
    const first = seen.get(key.toLowerCase());
    seen.set(key.toLowerCase(), first ?? key);
    // The same in the same letters is found where the text is read.
    if (first === undefined || first === key) return [];
    const message = `"${key}" and "${first}" differ in capitals only; keep one of them.`;
    return [
      {
        kind: "duplicate-key",
        extent: "part",
        message,
        place: keyPlace,
        pointer: `${pointer}/${key}`,
        resource,
      },
    ];
  });
}

/** Whether two keys may differ in capitals only: nearly no object has such, and this tells without making anything. */
function hasAlike(members: readonly Member[]): boolean {
  return members.some(({ key }, index) => {
    for (let before = 0; before < index; before++) {
      const other = members[before]?.key;
      if (other?.length === key.length && other.toLowerCase() === key.toLowerCase()) return true;
    }
    return false;
  });
}
