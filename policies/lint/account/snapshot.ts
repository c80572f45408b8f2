import type { Area } from "../model/account";

/** The value of `format`, by which a snapshot is recognised. */
export const snapshotFormat = "policy-lint-account";
export const snapshotVersion = 1;

/**
 * What a scan saw of an account, as `policy-lint snapshot` writes it. It holds no secrets: of access keys their ids, of
 * passwords whether there is one. Times are ISO 8601 in UTC, policy documents stand decoded. README.md beside this file
 * describes it.
 */
export interface AccountSnapshot {
  readonly format: typeof snapshotFormat;
  readonly version: typeof snapshotVersion;
  /** Twelve digits. */
  readonly accountId: string;
  /** When the scan began: ages are counted from here. */
  readonly collectedAt: string;
  /** Where functions were looked for. */
  readonly regions: RegionsSnapshot;
  readonly roles: readonly RoleSnapshot[];
  readonly users: readonly UserSnapshot[];
  readonly groups: readonly GroupSnapshot[];
  /** The customer's own, and those of AWS's that are attached. */
  readonly managedPolicies: readonly ManagedPolicySnapshot[];
  readonly functions: readonly FunctionSnapshot[];
  /** Null where it was not collected. */
  readonly root: RootSnapshot | null;
  /** Of the principals that were asked for. */
  readonly serviceUse: readonly ServiceUseSnapshot[];
  /** What could not be collected, and why. */
  readonly missing: readonly MissingSnapshot[];
}

export interface RegionsSnapshot {
  readonly names: readonly string[];
  /** Whether these are all enabled regions; false where the caller named some, or they could not be listed. */
  readonly all: boolean;
}

/** Null: AWS reports no use, within what it tracks. A field of this type is left out where it was not collected. */
export type UseSnapshot = { readonly at: string; readonly region: string | null } | null;

export interface InlinePolicySnapshot {
  readonly name: string;
  readonly document: unknown;
}

interface IdentitySnapshot {
  readonly arn: string;
  readonly name: string;
  readonly path: string;
  readonly createdAt: string;
  readonly inlinePolicies: readonly InlinePolicySnapshot[];
  /** ARNs. */
  readonly attachedPolicies: readonly string[];
}

export interface RoleSnapshot extends IdentitySnapshot {
  readonly lastUsed?: UseSnapshot;
  readonly trustPolicy: unknown;
  /** ARN. */
  readonly boundary: string | null;
  readonly tags: Readonly<Record<string, string>>;
}

export interface UserSnapshot extends IdentitySnapshot {
  readonly boundary: string | null;
  readonly tags: Readonly<Record<string, string>>;
  /** Names. */
  readonly groups: readonly string[];
  /** Null where it was not collected, and so for the next two. */
  readonly password: { readonly exists: boolean; readonly lastUsed?: UseSnapshot } | null;
  /** Serial numbers or ARNs. */
  readonly mfaDevices: readonly string[] | null;
  readonly accessKeys: readonly AccessKeySnapshot[] | null;
}

export type GroupSnapshot = IdentitySnapshot;

export interface AccessKeySnapshot {
  readonly id: string;
  readonly active: boolean;
  readonly createdAt: string;
  readonly lastUsed?: UseSnapshot;
}

export interface ManagedPolicySnapshot {
  readonly arn: string;
  readonly name: string;
  readonly createdAt: string;
  /** When its default version was made. */
  readonly updatedAt: string;
  readonly attachmentCount: number;
  /** Principals that it bounds. */
  readonly boundaryCount: number;
  /** Of the default version. */
  readonly document: unknown;
}

export interface FunctionSnapshot {
  /** Without version. */
  readonly arn: string;
  readonly name: string;
  readonly region: string;
  /** ARNs of the roles of all its versions. */
  readonly roles: readonly string[];
  /** Null: it has none. Left out where it was not collected. */
  readonly resourcePolicy?: unknown;
}

export interface RootSnapshot {
  readonly hasAccessKeys: boolean;
  readonly hasMfa: boolean;
  /** Null where AWS does not say. */
  readonly hasPassword: boolean | null;
}

export interface ServiceUseSnapshot {
  readonly principalArn: string;
  /** The services that its policies allow, by the prefix of their actions. */
  readonly services: readonly { readonly service: string; readonly lastUsed: UseSnapshot }[];
}

export interface MissingSnapshot {
  readonly area: Area;
  readonly region: string | null;
  readonly permission: string | null;
  readonly message: string;
}

/** As it is saved: stable order and two spaces, so that versions of it can be compared by any tool. */
export function formatSnapshot(snapshot: AccountSnapshot): string {
  return `${JSON.stringify(snapshot, null, 2)}\n`;
}
