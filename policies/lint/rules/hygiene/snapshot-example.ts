import type { Example } from "../rule";

const collectedAt = "2026-07-01T00:00:00Z";

/** A snapshot with these parts, collected on 1 July 2026. */
export function snapshotExample(parts: Readonly<Record<string, unknown>>): Example {
  return {
    file: "account.json",
    content: {
      format: "policy-lint-account",
      version: 1,
      accountId: "123456789012",
      collectedAt,
      regions: { names: ["eu-west-1"], all: true },
      root: { hasAccessKeys: false, hasMfa: true, hasPassword: true },
      roles: [],
      users: [],
      groups: [],
      managedPolicies: [],
      functions: [],
      serviceUse: [],
      missing: [],
      ...parts,
    },
  };
}

interface ExampleRole {
  readonly name: string;
  readonly service: string;
  readonly createdAt?: string;
  readonly lastUsed?: { readonly at: string; readonly region: string } | null;
  readonly inlinePolicies?: readonly { readonly name: string; readonly document: object }[];
}

export function exampleRole({ name, service, ...parts }: ExampleRole) {
  return {
    arn: `arn:aws:iam::123456789012:role/${name}`,
    name,
    path: "/",
    createdAt: "2025-03-01T09:00:00Z",
    lastUsed: { at: "2026-06-30T12:00:00Z", region: "eu-west-1" },
    trustPolicy: {
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Principal: { Service: service }, Action: "sts:AssumeRole" }],
    },
    inlinePolicies: [],
    attachedPolicies: [],
    boundary: null,
    tags: {},
    ...parts,
  };
}

export function exampleUser(parts: Readonly<Record<string, unknown>>) {
  return {
    arn: "arn:aws:iam::123456789012:user/ann",
    name: "ann",
    path: "/",
    createdAt: "2025-03-01T09:00:00Z",
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

export function exampleKey(parts: Readonly<Record<string, unknown>> = {}) {
  return {
    id: "AKIAIOSFODNN7EXAMPLE",
    active: true,
    createdAt: "2026-06-01T09:00:00Z",
    lastUsed: { at: "2026-06-30T12:00:00Z", region: "eu-west-1" },
    ...parts,
  };
}
