import { unknownPart } from "./value";

/**
 * Whether everything that `inner` matches is matched by `outer`. Both may hold `*` (any run, over `:` and `/`) and `?`
 * (exactly one character). Unknown parts are matched by a `*` of the outer pattern only.
 */
export function covers(outer: string, inner: string): boolean {
  if (outer.includes(unknownPart)) return false;
  let atOuter = 0;
  let atInner = 0;
  let star = -1;
  let starInner = 0;
  while (atInner < inner.length) {
    const want = outer[atOuter];
    const have = inner[atInner];
    if (want === "*") {
      star = atOuter++;
      starInner = atInner;
    } else if (
      want !== undefined &&
      (want === have || (want === "?" && have !== "*" && have !== unknownPart))
    ) {
      atOuter++;
      atInner++;
    } else if (star !== -1) {
      atOuter = star + 1;
      atInner = ++starInner;
    } else {
      return false;
    }
  }
  while (outer[atOuter] === "*") atOuter++;
  return atOuter === outer.length;
}

/** `covers` for actions, whose case does not matter. */
export function coversAction(outer: string, inner: string): boolean {
  return covers(outer.toLowerCase(), inner.toLowerCase());
}

export function hasWildcard(pattern: string): boolean {
  return /[*?]/.test(pattern);
}

/**
 * Whether a resource pattern means "all there is": `*`, `arn:*`, `arn:aws:iam::*:user/*`, `arn:aws:iam::123456789012:*`.
 * A pattern that narrows by name or path is not one.
 */
export function isEffectiveStar(resource: string): boolean {
  if (/^\*+$/.test(resource)) return true;
  const segments = resource.split(":");
  if (segments[0] !== "arn") return false;
  // A `*` at the end of an earlier segment crosses the colons after it.
  if (segments.length < 6) return resource.endsWith("*");
  const name = segments.slice(5).join(":");
  // S3 names have no type in front: `bucket/*` is one bucket.
  if (segments[2] === "s3") return /^\*+(?:\/\*+)?$/.test(name);
  return /^(?:[a-z0-9-]+[:/]|\*+[:/])?\*+$/i.test(name);
}
