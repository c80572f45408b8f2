import type { Element } from "./types";
import { unknownPart } from "./value";

/** Who an entry of `Principal` or `NotPrincipal` means. */
export type NamedPrincipal =
  /** `*`, `{"AWS": "*"}`, and any service or identity provider there is. */
  | { readonly kind: "everyone" }
  /** A whole account, by its number or its root. Null where only Terraform knows which. */
  | { readonly kind: "account"; readonly accountId: string | null }
  /** One role, user or session. */
  | { readonly kind: "one"; readonly accountId: string | null; readonly arn: string }
  /** What IAM makes of an ARN whose principal was deleted. */
  | { readonly kind: "unique-id"; readonly id: string }
  | { readonly kind: "service"; readonly name: string }
  /** The ARN or name of an identity provider; it may hold `unknownPart`. */
  | { readonly kind: "federated"; readonly provider: string }
  /** Only Terraform knows, or of no interest here (canonical users). */
  | { readonly kind: "unknown" };

const unknown: NamedPrincipal = { kind: "unknown" };

export function namedPrincipal({ value }: Element): NamedPrincipal {
  if (value === "*") return { kind: "everyone" };
  const colon = value.indexOf(":");
  const type = value.slice(0, colon);
  const name = value.slice(colon + 1);
  if (name === "*" && (type === "Service" || type === "Federated")) return { kind: "everyone" };
  if (type === "Service") return name.includes(unknownPart) ? unknown : { kind: "service", name };
  if (type === "Federated") return { kind: "federated", provider: name };
  return type === "AWS" ? awsPrincipal(name) : unknown;
}

/** Prefixes: IAM User Guide, "IAM identifiers". Principals are named by those of roles, users and groups only. */
const uniqueId = /^A(?:RO|ID|GP)A[A-Z0-9]{12,}(?::.*)?$/;

export function isUniqueId(text: string): boolean {
  return uniqueId.test(text);
}

function awsPrincipal(name: string): NamedPrincipal {
  if (isUniqueId(name)) return { kind: "unique-id", id: name };
  if (/^\d{12}$/.test(name)) return { kind: "account", accountId: name };
  const [, account = "", resource = ""] = /^arn:[^:]*:(?:iam|sts)::([^:]*):(.+)$/.exec(name) ?? [];
  if (resource === "") return unknown;
  // CloudFront's own identities have a word where the account stands.
  const accountId = /^\d{12}$/.test(account) ? account : null;
  return resource === "root" ? { kind: "account", accountId } : { kind: "one", accountId, arn: name };
}
