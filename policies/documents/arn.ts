import type { Location, S3Prefix } from "./types";

/** Whether Terraform computes (part of) the value, so that nothing can be said about its text here. */
export function isExpression(value: string): boolean {
  return value.includes("${");
}

/** `arn:partition:service:region:account:resource`. */
export function regionalArn(location: Location, service: string, resource: string): string {
  return `arn:${location.partition}:${service}:${location.region}:${location.accountId}:${resource}`;
}

/**
 * Refuses what would silently widen a statement: no ARN, an ARN of another service, a wildcard.
 * Expressions pass, since Terraform knows them only later.
 */
export function exactArn(field: string, value: string, service: string): string {
  if (isExpression(value)) return value;
  const parts = value.split(":");
  if (parts.length < 6 || parts[0] !== "arn" || parts[2] !== service) {
    throw new Error(
      `${field} is "${value}"; it must be an ARN like arn:aws:${service}:region:account:resource.`,
    );
  }
  return refuseWildcard(field, value);
}

/** Refuses `*` and `?` in a name or ARN that must mean exactly one thing, and the empty string. */
export function refuseWildcard(field: string, value: string): string {
  if (value === "") throw new Error(`${field} is empty; it must name exactly one resource.`);
  if (!isExpression(value) && /[*?]/.test(value)) {
    throw new Error(`${field} is "${value}"; wildcards are not allowed here, name exactly one resource.`);
  }
  return value;
}

/** The ARN pattern of all objects below a prefix. */
export function objectsArn(field: string, { bucketArn, prefix }: S3Prefix): string {
  exactArn(`${field}.bucketArn`, bucketArn, "s3");
  return `${bucketArn}/${checkedPrefix(field, prefix)}*`;
}

/** @throws when a plain prefix lacks its final slash: `data` would grant `database/` too. */
export function checkedPrefix(field: string, prefix: string): string {
  if (isExpression(prefix) || prefix === "") return prefix;
  if (!prefix.endsWith("/") || prefix.startsWith("/") || /[*?]/.test(prefix)) {
    throw new Error(
      `${field}.prefix is "${prefix}"; it must end in "/" and not start with it, without wildcards (or be empty for the whole bucket).`,
    );
  }
  return prefix;
}
