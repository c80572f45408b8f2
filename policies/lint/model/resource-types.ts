import { hasWildcard } from "./patterns";
import { remembered } from "./remembered";
import type { ResourceType } from "./service-details";
import { unknownPart } from "./value";

/**
 * Whether a resource pattern of a policy can mean a resource of that type. Policy variables and unknown parts may stand
 * for anything, and so may each placeholder of the type's ARN within its field: AWS does not document which names hold
 * slashes or colons. A bucket's name is known to hold none, and `bucket/*` is the usual mistake.
 */
export function canMean(resource: string, type: ResourceType): boolean {
  return meaningsOf(resource)(type);
}

/** The same resources and types meet in very many statements; each pair is compared once. */
const meaningsOf = remembered((resource: string) =>
  remembered((type: ResourceType) => meets(resource, type)),
);

function meets(resource: string, type: ResourceType): boolean {
  const written = arnOfPolicy(resource);
  const isBucket = type.arn.endsWith(":s3:::${BucketName}");
  if (isBucket && !resource.includes(unknownPart) && /^arn:[^:]*:s3:::[^/]*\//.test(written.text))
    return false;
  return arnsOfType(type).some((documented) => arnsMeet(written, documented));
}

interface Arn {
  readonly text: string;
  /** What stands before the resource's name: `arn`, partition, service, region, account. */
  readonly fields: readonly string[];
  readonly name: string;
  /** Whether its fields can be compared one by one: no wildcard in them may reach over a colon. */
  readonly hasPlainFields: boolean;
}

const arnOfPolicy = remembered((resource: string) => parseArn(resource.replaceAll(unknownPart, "*")));

/** Some types have several ARNs, separated by commas. */
const arnsOfType = remembered((type: ResourceType) => type.arn.split(/,\s*(?=arn:)/).map(parseArn));

function parseArn(written: string): Arn {
  const text = written.replace(/\$\{[^}]*\}/g, "*");
  const parts = text.split(":");
  const fields = parts.slice(0, 5);
  return {
    text,
    fields,
    name: parts.slice(5).join(":"),
    hasPlainFields: parts.length > 5 && fields.every((field) => field === "*" || !hasWildcard(field)),
  };
}

function arnsMeet(written: Arn, documented: Arn): boolean {
  if (!written.hasPlainFields || !documented.hasPlainFields)
    return patternsMeet(written.text, documented.text);
  // Most differ in the service already.
  if (!patternsMeet(written.fields[2] ?? "", documented.fields[2] ?? "")) return false;
  return (
    written.fields.every((field, index) => patternsMeet(field, documented.fields[index] ?? "")) &&
    patternsMeet(written.name, documented.name)
  );
}

/** Whether any text is matched by both patterns. */
export function patternsMeet(first: string, second: string): boolean {
  if (first === "*" || second === "*" || first === second) return true;
  if (!hasWildcard(first) && !hasWildcard(second)) return false;
  return !startsDiffer(first, second) && !endsDiffer(first, second) && meet(first, second);
}

/** Whether the patterns differ before the first star of either: most do, and need no closer look. */
function startsDiffer(first: string, second: string): boolean {
  const length = Math.min(first.length, second.length);
  for (let index = 0; index < length; index++) {
    const left = first.charCodeAt(index);
    const right = second.charCodeAt(index);
    if (left === star || right === star) return false;
    if (!isSame(left, right)) return true;
  }
  return false;
}

/** The same from the end. */
function endsDiffer(first: string, second: string): boolean {
  const length = Math.min(first.length, second.length);
  for (let back = 1; back <= length; back++) {
    const left = first.charCodeAt(first.length - back);
    const right = second.charCodeAt(second.length - back);
    if (left === star || right === star) return false;
    if (!isSame(left, right)) return true;
  }
  return false;
}

const star = "*".charCodeAt(0);
const question = "?".charCodeAt(0);

function isSame(left: number, right: number): boolean {
  return left === right || left === question || right === question;
}

/** For each prefix of the first, which prefixes of the second can stand for the same text. */
function meet(first: string, second: string): boolean {
  let row = startRow(second);
  // Two rows serve for all prefixes.
  let next: boolean[] = [];
  for (let at = 0; at < first.length; at++) {
    const left = first.charCodeAt(at);
    next[0] = left === star && row[0] === true;
    for (let index = 0; index < second.length; index++) {
      const right = second.charCodeAt(index);
      next[index + 1] =
        left === star || right === star
          ? next[index] === true || row[index + 1] === true
          : row[index] === true && isSame(left, right);
    }
    if (!next.includes(true)) return false;
    [row, next] = [next, row];
  }
  return row[second.length] === true;
}

/** Nothing of the first pattern meets only stars of the second. */
function startRow(second: string): boolean[] {
  const row = [true];
  for (let index = 0; index < second.length; index++) row.push(row[index] === true && second[index] === "*");
  return row;
}
