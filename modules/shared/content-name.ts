/** Names that follow from content, for resources that cannot be changed but have to be replaced before they are removed. */
import { inputReference, toTerraform } from "./inputs";
import { Fn, ref, Token } from "./tf";

/** `base-1a2b3c4d`. Everything whose change replaces the resource has to be in the content, or its name is taken already. */
export function contentName(base: string, content: readonly unknown[]): string {
  const digest: unknown = Fn.substr(Fn.sha256(jsonOf(content)), 0, 8);
  return `${base}-${Token.asString(digest)}`;
}

/** JSON of parts that may be missing or expressions. */
export const jsonOf = (parts: readonly unknown[]): string => Fn.jsonencode(withNulls(parts));

/** CDKTF writes nothing for a null in a list. */
function withNulls(value: unknown): unknown {
  if (value === undefined || value === null) return ref("null");
  if (Array.isArray(value) && !Token.isUnresolved(value)) return value.map(withNulls);
  return value;
}

/** An input, or what matters of an optional object, as content; null where it is not set. */
export function contentOf<T extends object>(value: T | undefined, pick?: (value: T) => unknown): unknown {
  if (value === undefined || value === null) return null;
  const parts = pick ? pick(value) : toTerraform(value);
  const input = inputReference(value);
  if (!pick || !input?.kind.optional) return parts;
  return Fn.conditional(ref(`${input.text} != null`), withNulls(parts), null);
}
