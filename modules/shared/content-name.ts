/** Names that follow from content, for resources that cannot be changed but have to be replaced before they are removed. */
import { inputReference, toTerraform } from "./inputs";
import { Fn, ref, Token } from "./tf";

/** `base-1a2b3c4d`. Everything whose change replaces the resource has to be in the content, or its name is taken already. */
export function contentName(base: string, content: readonly unknown[]): string {
  const digest: unknown = Fn.substr(Fn.sha256(Fn.jsonencode([...content])), 0, 8);
  return `${base}-${Token.asString(digest)}`;
}

/** An input, or what matters of an optional object, as content; null where it is not set. */
export function contentOf<T extends object>(value: T | undefined, pick?: (value: T) => unknown): unknown {
  if (value === undefined || value === null) return null;
  const parts = pick ? pick(value) : toTerraform(value);
  const input = inputReference(value);
  if (!pick || !input?.kind.optional) return parts;
  return Fn.conditional(ref(`${input.text} != null`), parts, null);
}
