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
  /** What could not be collected. A rule that needs it must stay silent, `missing-permission` names it. */
  readonly missing: readonly MissingFacts[];
  /** Where in the snapshot file it stands; of a live account, the start of an empty text. */
  readonly place: Place;
}

/** Areas of an account that may be missing. */
export type Area =
  "roles" | "users" | "policies" | "functions" | "credential-report" | "root" | "service-use" | "log-groups";

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
  /** AWS tracks it and saw no use within its window of 400 days. */
  | "never"
  /** AWS does not say: not collected, or older than the tracking. */
  | "not-tracked";

export interface RoleFacts {
  readonly arn: string;
  readonly name: string;
  /** `/service-role/`; `/aws-service-role/` are AWS's own. */
  readonly path: string;
  /** ISO 8601. */
  readonly createdAt: string;
  readonly lastUsed: LastUse;
  readonly place: Place;
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
}

export interface AccessKeyFacts {
  readonly id: string;
  readonly active: boolean;
  readonly createdAt: string;
  readonly lastUsed: LastUse;
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
}

export interface ServiceUse {
  readonly principalArn: string;
  readonly services: readonly {
    /** The prefix of its actions: `s3`. */
    readonly service: string;
    readonly lastUsed: LastUse;
  }[];
}
