import { unknownPart } from "./value";

/*
 * Patterns of IAM: `*` is any run of characters, over `:` and `/` too, `?` is exactly one. Case matters; the functions for
 * actions ignore it. Unknown parts of Terraform's and policy variables may stand for anything, and are no wildcard.
 */

/** Stand for `*` and `?` as characters; no name has them. */
const literalStar = "\uE001";
const literalQuestion = "\uE002";
/** A character that no pattern names: what is left when all that is named is avoided. */
const otherCharacter = "\uE003";

/** Whether everything that `inner` matches is matched by `outer`. Unknown parts are matched by a `*` of the outer only. */
export function covers(outer: string, inner: string): boolean {
  if (outer === "*") return true;
  if (outer.includes(unknownPart)) return false;
  if (!hasWildcard(outer)) return outer === inner;
  // Without `?` the symbols of the inner pattern can be matched one by one; with it, `?*` covers `*a` and `a*` alike.
  return matchesSymbols(outer, inner) || (outer.includes("?") && coversAllRuns(outer, inner));
}

function matchesSymbols(outer: string, inner: string): boolean {
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
      ((want === have && want !== "?") || (want === "?" && have !== "*" && have !== unknownPart))
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

/**
 * Follows the places of `outer` where a text can stand, for each length that a `*` of `inner` can have. Its characters are
 * taken as ones that `outer` does not name, which are the hardest to match.
 */
function coversAllRuns(outer: string, inner: string): boolean {
  const failed = new Set<string>();
  const follow = (atInner: number, places: readonly number[]): boolean => {
    if (places.length === 0) return false;
    if (atInner === inner.length) return places.includes(outer.length);
    const key = `${atInner}:${places.join()}`;
    if (failed.has(key)) return true;
    failed.add(key);
    const symbol = inner[atInner] ?? "";
    if (symbol !== "*" && symbol !== unknownPart) {
      return follow(atInner + 1, step(outer, places, symbol === "?" ? otherCharacter : symbol));
    }
    // From some length on, one more character changes nothing.
    let now = places;
    for (let length = 0; length <= outer.length + 1; length++) {
      if (!follow(atInner + 1, now)) return false;
      now = step(outer, now, otherCharacter);
    }
    return true;
  };
  return follow(0, pastStars(outer, [0]));
}

function step(outer: string, places: readonly number[], character: string): number[] {
  const next = new Set<number>();
  for (const place of places) {
    const want = outer[place];
    if (want === "*") next.add(place);
    else if (want === "?" || want === character) next.add(place + 1);
  }
  return pastStars(outer, [...next]);
}

/** A `*` may stand for nothing. */
function pastStars(outer: string, places: readonly number[]): number[] {
  const reached = new Set(places);
  for (const place of reached) if (outer[place] === "*") reached.add(place + 1);
  return [...reached].sort((a, b) => a - b);
}

/** Whether some text is matched by both patterns. An unknown part may be any text. */
export function overlaps(first: string, second: string): boolean {
  const a = first.replaceAll(unknownPart, "*");
  const b = second.replaceAll(unknownPart, "*");
  if (!hasWildcard(a)) return covers(b, a);
  if (!hasWildcard(b)) return covers(a, b);
  // For each beginning of `a`, the beginnings of `b` that can be the same text.
  let row = Array.from({ length: b.length + 1 }, (_, index) => /^\**$/.test(b.slice(0, index)));
  for (const left of a) {
    const next = [left === "*" && row[0] === true];
    for (let index = 0; index < b.length; index++) {
      const right = b[index];
      next.push(
        left === "*" || right === "*"
          ? next[index] === true || row[index + 1] === true
          : row[index] === true && (left === right || left === "?" || right === "?"),
      );
    }
    row = next;
  }
  return row[b.length] === true;
}

/** Whether the texts differ before the first wildcard of either: most pairs do, already in the service. */
function beginDifferently(first: string, second: string): boolean {
  const length = Math.min(first.length, second.length);
  for (let index = 0; index < length; index++) {
    const a = first.charCodeAt(index);
    const b = second.charCodeAt(index);
    if (a === b) {
      if (isWildcardCode(a)) return false;
      continue;
    }
    // Beyond ASCII are the unknown parts, which may stand for anything.
    if (a > 0x7f || b > 0x7f || isWildcardCode(a) || isWildcardCode(b)) return false;
    if ((a | caseBit) !== (b | caseBit)) return true;
  }
  return false;
}

const starCode = "*".charCodeAt(0);
const questionCode = "?".charCodeAt(0);
/** What an ASCII letter differs by from the same in the other case. */
const caseBit = 0x20;

function isWildcardCode(code: number): boolean {
  return code === starCode || code === questionCode;
}

/** `covers` for actions, whose case does not matter. */
export function coversAction(outer: string, inner: string): boolean {
  if (beginDifferently(outer, inner)) return false;
  return covers(outer.toLowerCase(), inner.toLowerCase());
}

/** `overlaps` for actions. */
export function overlapsAction(first: string, second: string): boolean {
  if (beginDifferently(first, second)) return false;
  return overlaps(first.toLowerCase(), second.toLowerCase());
}

export function hasWildcard(pattern: string): boolean {
  return pattern.includes("*") || pattern.includes("?");
}

/**
 * A resource as the functions here compare it: `${*}`, `${?}` and `${$}` are the characters themselves, and what stands
 * inside of a variable is no wildcard. Variables are known since version 2012-10-17; before, they are text.
 */
export function resourcePattern(resource: string, version: string | null): string {
  if (version !== "2012-10-17" || !resource.includes("${")) return resource;
  return resource.replace(/\$\{([^}]*)\}/g, (variable, content: string) => {
    if (content === "$") return "$";
    const text = content === "*" || content === "?" ? content : variable;
    return text.replaceAll("*", literalStar).replaceAll("?", literalQuestion);
  });
}

/**
 * Whether a resource pattern means "all there is", of all kinds or of one: `*`, `arn:*`, `arn:aws:iam::*:user/*`,
 * `arn:aws:iam::123456789012:*`. A pattern that narrows by name or path is not one. Where the action is known,
 * `isStarFor` knows better.
 */
export function isEffectiveStar(pattern: string): boolean {
  const resource = withoutUnknownHead(pattern);
  if (!resource.includes("*") || resource.includes(unknownPart)) return false;
  if (/^[*?:/]+$/.test(resource)) return true;
  const segments = resource.split(":");
  if (segments[0] !== "arn") return someShapes.some((shape) => covers(resource, shape));
  // A `*` at the end of an earlier segment crosses the colons after it.
  if (segments.length < 6) return resource.endsWith("*");
  const name = segments.slice(5).join(":");
  // S3 names have no type in front: `bucket/*` is one bucket.
  if (segments[2] === "s3" && segments[3] === "") return /^[*?]*\*(?:\/[*?]*\*)?$/.test(name);
  return (
    /^\/?(?:[a-z0-9-]+[:/]|[*?]+[:/])?[*?]*\*[*?]*$/i.test(name) ||
    (segments[2] === "iam" && coversIamType(name))
  );
}

/**
 * A partition, region or account that only Terraform knows is one like any other; what is left is the resource's name. A
 * policy variable is none there, as IAM takes variables in the name only; it is read as the account that was meant.
 */
export function withoutUnknownHead(resource: string): string {
  if (!resource.includes(unknownPart) && !resource.includes("${")) return resource;
  const variables: string[] = [];
  // Variables hold colons.
  const masked = resource.replace(policyVariables, (variable) => {
    variables.push(variable);
    return maskedVariable;
  });
  const segments = masked.split(":");
  if (segments[0] !== "arn" || segments.length < 6) return resource;
  const known = segments
    .map((segment, index) => (isUnknownHead(segment, index) ? "unknown" : segment))
    .join(":");
  const left = variables.slice(variables.length - known.split(maskedVariable).length + 1);
  return known.replaceAll(maskedVariable, () => left.shift() ?? "");
}

const policyVariables = /\$\{[^}]*\}/g;
/** Stands for a policy variable while an ARN is taken apart; no name has it. */
const maskedVariable = "\uE004";

function isUnknownHead(segment: string, index: number): boolean {
  return [1, 3, 4].includes(index) && (segment === unknownPart || segment.includes(maskedVariable));
}

/** For patterns that do not begin with `arn:`: `*:user/*`, `a*`. */
const someShapes = ["user", "role", "function", "table", "secret", "key"].flatMap((type) => [
  `arn:aws:service:region:account:${type}/*`,
  `arn:aws:service:region:account:${type}:*`,
]);

function coversIamType(name: string): boolean {
  return ["user", "role", "group", "policy"].some((type) => covers(name, `${type}/*`));
}
