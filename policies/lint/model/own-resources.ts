import type { Grant } from "./subject-grants";
import type { Subject } from "./subjects";
import type { Element } from "./types";
import { unknownPart } from "./value";

/**
 * Whether the grant reaches the subject itself, or a policy that it has: by name, or by Terraform's reference. A variable
 * like `aws:username` is not taken for one.
 */
export function isOnItself(grant: Grant, subject: Subject): boolean {
  const { principal, policies } = subject;
  if (principal === null) return false;
  const { kind, name, resource } = principal;
  if (/PolicyVersion$/.test(grant.action)) {
    const own = policies.flatMap((policy) => policy.resource ?? []);
    return own.some((policy) => grant.resources.includes(policy)) || refersToOneOf(grant, own);
  }
  if (!new RegExp(kind, "i").test(grant.action)) return false;
  const isNamed = grant.resources.some((arn) => {
    const own = new RegExp(`^arn:[^:]*:iam::[^:]*:${kind}/(.*/)?([^/]+)$`).exec(arn);
    return own !== null && own[2] === name;
  });
  return isNamed || refersToOneOf(grant, [resource]);
}

/** Whether a resource of the grant is, or ends with, a reference to one of these addresses. */
function refersToOneOf({ source, resources }: Grant, addresses: readonly string[]): boolean {
  if (source === null) return false;
  const home = modulesOf(source.policy.resource ?? "");
  const wanted = new Set(addresses.map(withoutIndex));
  return (source.statement.resources ?? []).some(
    (element) =>
      resources.includes(element.value) &&
      referencesAtEnd(element).some((reference) => wanted.has(home + reference)),
  );
}

/** `aws_iam_role.a` of `${aws_iam_role.a[0].arn}` and of `arn:…:role/${aws_iam_role.a.name}`. */
function referencesAtEnd({ value, expressions = [] }: Element): readonly string[] {
  if (!value.endsWith(unknownPart)) return [];
  return expressions.at(-1)?.match(/\baws_iam_\w+\.[\w-]+/g) ?? [];
}

/** A reference in a module is to what is in the same module. */
function modulesOf(address: string): string {
  return /^(?:module\.[\w-]+(?:\[[^\]]*\])?\.)*/.exec(address)?.[0] ?? "";
}

function withoutIndex(address: string): string {
  return address.replace(/\[[^\]]*\]$/, "");
}
