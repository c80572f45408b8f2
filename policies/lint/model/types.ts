import type { Place } from "./text";

/** What all sources are read into and all rules look at. */
export interface Model {
  /** Files that were read. */
  readonly files: readonly string[];
  readonly policies: readonly Policy[];
  readonly principals: readonly Principal[];
  readonly attachments: readonly Attachment[];
  /** What could not be read or understood. */
  readonly problems: readonly Problem[];
}

/**
 * - `identity`: grants to whoever it is attached to
 * - `trust`: says who may assume a role
 * - `resource`: grants on the resource that carries it
 * - `limit`: grants nothing, only limits (boundaries, service control policies, VPC endpoints)
 */
export type PolicyKind = "identity" | "trust" | "resource" | "limit";

export interface Policy {
  readonly kind: PolicyKind;
  /** Terraform address or ARN of what holds it; null for a policy file. */
  readonly resource: string | null;
  readonly statements: readonly Statement[];
  readonly place: Place;
  /** Other policies of the same principal, when it is known that this one has no other principal. */
  siblings: readonly Policy[];
}

/** A string of a policy with its place. It may hold `unknownPart`. */
export interface Element {
  readonly value: string;
  readonly place: Place;
  /** JSON pointer inside the policy document. */
  readonly pointer: string;
}

export interface Statement {
  readonly sid: string | null;
  readonly effect: "Allow" | "Deny";
  readonly actions?: readonly Element[];
  readonly notActions?: readonly Element[];
  readonly resources?: readonly Element[];
  readonly notResources?: readonly Element[];
  /** `Principal`, flattened to `AWS:…`, `Service:…` or `*`. */
  readonly principals?: readonly Element[];
  /** `NotPrincipal`, likewise. */
  readonly notPrincipals?: readonly Element[];
  /** Whether there is any condition. */
  readonly conditional: boolean;
  readonly place: Place;
  readonly pointer: string;
}

export interface Principal {
  readonly kind: "role" | "user" | "group" | "permission-set";
  /** Terraform address, or the name where only that is known. */
  readonly resource: string;
  readonly name: string | null;
  /** AWS services that may assume the role; null where the trust policy is not known. */
  readonly trustedServices: readonly string[] | null;
}

/** A managed policy on a principal. */
export interface Attachment {
  /** ARN of the managed policy; null when it is one of `policy`. */
  readonly policyArn: string | null;
  /** The customer's own policy, where it is part of the same input. */
  readonly policy: Policy | null;
  readonly principal: Principal | null;
  /** Terraform address or ARN of what attaches. */
  readonly resource: string | null;
  readonly place: Place;
  readonly pointer: string;
}

export interface Problem {
  readonly kind: "not-analysable" | "duplicate-key";
  /** `unreadable`: the whole file, so the run itself fails. `ignored`: recognised as something without policies. */
  readonly extent: "unreadable" | "part" | "ignored";
  readonly message: string;
  readonly place: Place;
  readonly pointer: string;
  readonly resource: string | null;
}
