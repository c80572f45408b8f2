import type { Place } from "../model/text";
import type { Problem } from "../model/types";

/** A part that could not be read or decided. */
export function partProblem(
  place: Place,
  message: string,
  where: { readonly pointer?: string; readonly resource?: string | null } = {},
): Problem {
  const { pointer = "", resource = null } = where;
  return { kind: "not-analysable", extent: "part", message, place, pointer, resource };
}

/** A whole file that could not be read. */
export function unreadable(place: Place, message: string): Problem {
  return { kind: "not-analysable", extent: "unreadable", message, place, pointer: "", resource: null };
}

/** Something that holds no policy of its own, said so that nobody takes it for checked. */
export function ignored(
  place: Place,
  message: string,
  where: { pointer?: string; resource?: string } = {},
): Problem {
  const { pointer = "", resource = null } = where;
  return { kind: "not-analysable", extent: "ignored", message, place, pointer, resource };
}

export function duplicateKeyProblem(key: string, place: Place, resource: string | null): Problem {
  return {
    kind: "duplicate-key",
    extent: "part",
    message: `"${key}" stands twice in one object; only the last is read.`,
    place,
    pointer: "",
    resource,
  };
}
