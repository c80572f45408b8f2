import type { AccountSnapshot } from "../../../../policies/lint/account";

type Role = AccountSnapshot["roles"][number];
type User = AccountSnapshot["users"][number];
type ManagedPolicy = AccountSnapshot["managedPolicies"][number];

export const accountId = "111122223333";

export function arnOf(kind: string, name: string): string {
  return `arn:aws:iam::${accountId}:${kind}/${name}`;
}

export function snapshotOf(parts: Partial<AccountSnapshot> = {}): AccountSnapshot {
  return {
    format: "policy-lint-account",
    version: 1,
    accountId,
    collectedAt: "2026-07-01T00:00:00Z",
    regions: { names: ["eu-west-1"], all: true },
    root: { hasAccessKeys: false, hasMfa: true, hasPassword: true },
    missing: [],
    roles: [],
    users: [],
    groups: [],
    managedPolicies: [],
    functions: [],
    serviceUse: [],
    ...parts,
  };
}

/** A day so many days before the snapshot's. */
export function daysAgo(days: number): string {
  return new Date(Date.parse("2026-07-01T00:00:00Z") - days * 24 * 60 * 60 * 1000).toISOString();
}

export function used(days: number) {
  return { at: daysAgo(days), region: "eu-west-1" };
}

export function documentOf(...statements: readonly object[]) {
  return { Version: "2012-10-17", Statement: statements };
}

export function trustOf(principal: unknown) {
  return documentOf({ Effect: "Allow", Principal: principal, Action: "sts:AssumeRole" });
}

export function roleOf(parts: Partial<Role> = {}): Role {
  const name = parts.name ?? "jobs";
  return {
    arn: arnOf("role", name),
    name,
    path: "/",
    createdAt: daysAgo(300),
    lastUsed: used(1),
    trustPolicy: trustOf({ Service: "ec2.amazonaws.com" }),
    inlinePolicies: [],
    attachedPolicies: [],
    boundary: null,
    tags: {},
    ...parts,
  };
}

export function userOf(parts: Partial<User> = {}): User {
  const name = parts.name ?? "ann";
  return {
    arn: arnOf("user", name),
    name,
    path: "/",
    createdAt: daysAgo(300),
    groups: [],
    inlinePolicies: [],
    attachedPolicies: [],
    boundary: null,
    tags: {},
    password: { exists: false, lastUsed: null },
    mfaDevices: [],
    accessKeys: [],
    ...parts,
  };
}

export function managedPolicyOf(name: string, parts: Partial<ManagedPolicy> = {}): ManagedPolicy {
  return {
    arn: arnOf("policy", name),
    name,
    createdAt: daysAgo(300),
    updatedAt: daysAgo(300),
    attachmentCount: 1,
    boundaryCount: 0,
    document: documentOf({ Effect: "Allow", Action: "s3:GetObject", Resource: "arn:aws:s3:::photos/*" }),
    ...parts,
  };
}

export function keyOf(
  createdDaysAgo: number,
  lastUsed: { at: string; region: string } | null | undefined,
  active = true,
) {
  return {
    id: "AKIAIOSFODNN7EXAMPLE",
    active,
    createdAt: daysAgo(createdDaysAgo),
    ...(lastUsed === undefined ? {} : { lastUsed }),
  };
}
