import type {
  FunctionSnapshot,
  GroupSnapshot,
  ManagedPolicySnapshot,
  RoleSnapshot,
  RootSnapshot,
  UserSnapshot,
} from "./snapshot";

/** One thing that is true of a principal, a policy or a function. Two snapshots differ in which of them there are. */
export interface Facet {
  /** `attached policy`, `statement of inline policy "read"`. */
  readonly what: string;
  /** A text, or a statement with its lists sorted. */
  readonly value: unknown;
}

/** When and how often something was used is no change of permissions, and is left out. */
export function roleFacets(role: RoleSnapshot): Facet[] {
  return [
    ...identityFacets(role),
    ...documentFacets("trust policy", role.trustPolicy),
    ...boundaryFacets(role.boundary),
    ...tagFacets(role.tags),
  ];
}

export function userFacets(user: UserSnapshot): Facet[] {
  const keys = user.accessKeys ?? [];
  return [
    ...identityFacets(user),
    ...boundaryFacets(user.boundary),
    ...tagFacets(user.tags),
    ...user.groups.map((name) => ({ what: "group", value: name })),
    ...(user.mfaDevices ?? []).map((serial) => ({ what: "MFA device", value: serial })),
    ...keys.map(({ id, active }) => ({ what: `access key (${active ? "active" : "inactive"})`, value: id })),
    ...(user.password?.exists ? [{ what: "console password", value: "exists" }] : []),
  ];
}

export function groupFacets(group: GroupSnapshot): Facet[] {
  return identityFacets(group);
}

export function managedPolicyFacets(policy: ManagedPolicySnapshot): Facet[] {
  return documentFacets("policy", policy.document);
}

export function functionFacets({ roles, resourcePolicy }: FunctionSnapshot): Facet[] {
  return [
    ...roles.map((arn) => ({ what: "role", value: arn })),
    ...(resourcePolicy ? documentFacets("resource policy", resourcePolicy) : []),
  ];
}

export function rootFacets({ hasAccessKeys, hasMfa }: RootSnapshot): Facet[] {
  return [
    ...(hasAccessKeys ? [{ what: "access keys", value: "exist" }] : []),
    ...(hasMfa ? [{ what: "MFA", value: "enabled" }] : []),
  ];
}

function identityFacets({ attachedPolicies, inlinePolicies }: GroupSnapshot): Facet[] {
  return [
    ...attachedPolicies.map((arn) => ({ what: "attached policy", value: arn })),
    ...inlinePolicies.flatMap(({ name, document }) => documentFacets(`inline policy "${name}"`, document)),
  ];
}

function boundaryFacets(boundary: string | null): Facet[] {
  return boundary === null ? [] : [{ what: "permissions boundary", value: boundary }];
}

function tagFacets(tags: Readonly<Record<string, string>>): Facet[] {
  return Object.entries(tags).map(([key, value]) => ({ what: "tag", value: `${key}=${value}` }));
}

function documentFacets(policy: string, document: unknown): Facet[] {
  if (!isObject(document)) return [{ what: policy, value: document }];
  const { Statement, ...rest } = document;
  const statements = Array.isArray(Statement) ? (Statement as unknown[]) : [Statement];
  return [
    ...statements.map((statement) => ({ what: `statement of ${policy}`, value: normalized(statement) })),
    // Its order of keys and its Id are no difference; its version is one.
    { what: `version of ${policy}`, value: rest.Version ?? "2008-10-17" },
  ];
}

/** Keys in order, and lists (which are sets to IAM) too; one entry is the same as a list of one. */
function normalized(value: unknown): unknown {
  if (Array.isArray(value)) {
    const items = value.map(normalized);
    if (items.length === 1) return items[0];
    return items
      .map((item) => [JSON.stringify(item), item] as const)
      .sort(byKey)
      .map(([, item]) => item);
  }
  if (!isObject(value)) return value;
  const entries = Object.entries(value).map(([key, inner]) => [key, normalized(inner)] as const);
  return Object.fromEntries(entries.sort(byKey));
}

function byKey([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
