import { hasWildcard } from "./patterns";
import type { ResourceType } from "./service-details";
import { unknownPart } from "./value";

/**
 * Whether a resource pattern of a policy can mean a resource of that type. Policy variables and unknown parts may stand
 * for anything, and so may each placeholder of the type's ARN within its field: AWS does not document which names hold
 * slashes or colons. A bucket's name is known to hold none, and `bucket/*` is the usual mistake.
 */
export function canMean(resource: string, type: ResourceType): boolean {
  const isBucket = type.arn.endsWith(":s3:::${BucketName}");
  if (isBucket && /^arn:[^:]*:s3:::[^/]*\//.test(resource) && !resource.includes(unknownPart)) return false;
  const written = resource.replaceAll(unknownPart, "*").replace(/\$\{[^}]*\}/g, "*");
  const documented = type.arn.replace(/\$\{[^}]*\}/g, "*");
  const fields = fieldsOf(written);
  if (!fields.every((field) => field === "*" || !hasWildcard(field)))
    return patternsMeet(written, documented);
  const documentedFields = fieldsOf(documented);
  if (fields.length !== documentedFields.length) return patternsMeet(written, documented);
  return (
    fields.every((field, index) => patternsMeet(field, documentedFields[index] ?? "")) &&
    patternsMeet(nameOf(written), nameOf(documented))
  );
}

/** The fields before the resource's name: `arn`, partition, service, region, account. */
function fieldsOf(arn: string): readonly string[] {
  return arn.split(":", 5);
}

function nameOf(arn: string): string {
  return arn.split(":").slice(5).join(":");
}

const known = new Map<string, boolean>();

/** Whether any text is matched by both patterns. */
export function patternsMeet(first: string, second: string): boolean {
  const key = `${first} ${second}`;
  let result = known.get(key);
  if (result === undefined) {
    result = meet(first, second);
    known.set(key, result);
  }
  return result;
}

/** For each prefix of the first, which prefixes of the second can stand for the same text. */
function meet(first: string, second: string): boolean {
  let row = startRow(second);
  for (const left of first) {
    const next = [left === "*" && row[0] === true];
    for (let index = 0; index < second.length; index++) {
      const right = second[index];
      const meets =
        left === "*" || right === "*"
          ? next[index] === true || row[index + 1] === true
          : row[index] === true && isSame(left, right);
      next.push(meets);
    }
    row = next;
  }
  return row[second.length] === true;
}

/** Nothing of the first pattern meets only stars of the second. */
function startRow(second: string): boolean[] {
  const row = [true];
  for (let index = 0; index < second.length; index++) row.push(row[index] === true && second[index] === "*");
  return row;
}

function isSame(left: string, right: string | undefined): boolean {
  return left === right || left === "?" || right === "?";
}
