import type { Place } from "./text";

/**
 * What only a running account knows, for the hygiene rules. It comes from the account itself or from a saved snapshot;
 * both give the same.
 */
export interface AccountFacts {
  /** Twelve digits. */
  readonly accountId: string;
  /** When it was collected, ISO 8601: ages are counted from here, so that a snapshot gives the same findings tomorrow. */
  readonly collectedAt: string;
  readonly roles: readonly RoleFacts[];
  readonly users: readonly UserFacts[];
  /** The customer's own managed policies. */
  readonly managedPolicies: readonly ManagedPolicyFacts[];
  readonly functions: readonly FunctionFacts[];
  /** Null where it was not collected. */
  readonly root: RootFacts | null;
  /** Use of services by principal (service last accessed); only those principals that were asked for. */
  readonly serviceUse: readonly ServiceUse[];
  /** Regions where functions were looked for, and whether these are all that are enabled. */
  readonly regions: { readonly names: readonly string[]; readonly all: boolean };
  /** What could not be collected. A rule that needs it must stay silent, `missing-permission` names it. */
  readonly missing: readonly MissingFacts[];
  /** Where in the snapshot it stands. */
  readonly place: Place;
}

/** Areas of an account that may be missing. */
export type Area =
  | "roles"
  | "users"
  | "policies"
  | "functions"
  | "function-policies"
  | "regions"
  | "access-keys"
  | "mfa-devices"
  | "credential-report"
  | "root"
  | "service-use";

export interface MissingFacts {
  readonly area: Area;
  /** Null: everywhere. */
  readonly region: string | null;
  /** The permission that would have allowed it: `lambda:ListFunctions`; null where something else failed. */
  readonly permission: string | null;
  /** What AWS answered. */
  readonly message: string;
}

/** A time, or why there is none. */
export type LastUse =
  | { readonly at: string; readonly region: string | null }
  /** AWS has tracked it since it was made, and saw no use. */
  | "never"
  /** AWS saw no use within what it tracks (400 days of a role); it is older than that, so use before is not known. */
  | "not-tracked"
  /** It was not collected. */
  | "unknown";

export interface RoleFacts {
  readonly arn: string;
  readonly name: string;
  /** `/service-role/`; `/aws-service-role/` are AWS's own. */
  readonly path: string;
  /** ISO 8601. */
  readonly createdAt: string;
  readonly lastUsed: LastUse;
  readonly place: Place;
  /** JSON pointer in the snapshot. */
  readonly pointer: string;
}

export interface UserFacts {
  readonly arn: string;
  readonly name: string;
  readonly createdAt: string;
  /** Whether a console password exists; null where the credential report is missing. */
  readonly hasPassword: boolean | null;
  readonly passwordLastUsed: LastUse;
  /** Null where it was not collected. */
  readonly mfaDevices: number | null;
  /** Null where they were not collected. */
  readonly accessKeys: readonly AccessKeyFacts[] | null;
  readonly place: Place;
  readonly pointer: string;
}

export interface AccessKeyFacts {
  readonly id: string;
  readonly active: boolean;
  readonly createdAt: string;
  readonly lastUsed: LastUse;
  readonly place: Place;
  readonly pointer: string;
}

export interface ManagedPolicyFacts {
  readonly arn: string;
  readonly name: string;
  readonly createdAt: string;
  /** Principals that it is attached to. */
  readonly attachmentCount: number;
  /** Principals that it bounds. */
  readonly boundaryCount: number;
  readonly place: Place;
  readonly pointer: string;
}

export interface FunctionFacts {
  readonly arn: string;
  readonly name: string;
  readonly region: string;
  /** ARNs of the roles of all its versions. */
  readonly roles: readonly string[];
}

export interface RootFacts {
  readonly hasAccessKeys: boolean;
  readonly hasMfa: boolean;
  /** Null where AWS does not say. Without a password there is nothing for MFA to protect. */
  readonly hasPassword: boolean | null;
  readonly place: Place;
  readonly pointer: string;
}

export interface ServiceUse {
  readonly principalArn: string;
  readonly place: Place;
  readonly pointer: string;
  readonly services: readonly {
    /** The prefix of its actions: `s3`. */
    readonly service: string;
    readonly lastUsed: LastUse;
  }[];
}
