import type { AccountFacts } from "./account";
import type { ActionKind, ActionPattern } from "./action-pattern";
import type { Place } from "./text";
import type { Value } from "./value";

/** What all sources are read into and all rules look at. */
export interface Model {
  /** Files that were read. */
  readonly files: readonly string[];
  readonly policies: readonly Policy[];
  readonly principals: readonly Principal[];
  readonly attachments: readonly Attachment[];
  /** What could not be read or understood. */
  readonly problems: readonly Problem[];
  /** Functions that the input declares or the account has: a role that none of them uses may be left over. */
  readonly functions: readonly FunctionResource[];
  /** SageMaker endpoints that the input declares: what a least-privilege replacement names. */
  readonly endpoints?: readonly EndpointResource[];
  /** Addresses (without index) of roles that Terraform hands on, so that who uses them is not to be seen in the input. */
  readonly handedOut?: readonly string[];
  /** What belongs together; everything that was read is in one of them, but for policies in files of their own. */
  readonly parts?: readonly ModelPart[];
  /** Suppressions that stand beside resources (`"//"` in Terraform JSON). */
  readonly suppressions: readonly InlineSuppression[];
  /** What only a running account knows; one entry for each account or snapshot that was read. */
  readonly accounts: readonly AccountFacts[];
}

/** A Terraform module, a plan, an account: an address of Terraform's means something within its own only. */
export type ModelPart = Pick<Model, "policies" | "principals" | "functions" | "endpoints" | "handedOut">;

/** A SageMaker endpoint. */
export interface EndpointResource {
  /** Terraform address or ARN; null where only its name is known. */
  readonly resource: string | null;
  /** Null where only Terraform knows. */
  readonly name: string | null;
}

/** A Lambda function, as far as its permissions go. */
export interface FunctionResource {
  /** Terraform address or ARN. */
  readonly resource: string;
  readonly name: string | null;
  /** Terraform address, ARN or name of its role; null where only Terraform knows. */
  readonly role: string | null;
  readonly place: Place;
}

/** A suppression as it is written beside a resource, not yet checked. */
export interface InlineSuppression {
  /** The resource that it stands beside. */
  readonly resource: string;
  readonly value: Value;
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
  /**
   * What carries a resource policy, as the type of Terraform resource without provider (`s3_bucket`, `kms_key`,
   * `sqs_queue`, `sns_topic`, `lambda_function`, `ecr_repository`, `secretsmanager_secret`); null where that is not known.
   */
  readonly carrier: string | null;
  /** `Version`; null where it is missing, which IAM reads as 2008-10-17. */
  readonly version: string | null;
  readonly statements: readonly Statement[];
  readonly place: Place;
  /** Other policies of the same principal, when it is known that this one has no other principal. */
  siblings: readonly Policy[];
  /** The whole document, for rules that look at its text, and for replacements. */
  readonly document: Value;
}

/** A string of a policy with its place. It may hold `unknownPart`. */
export interface Element {
  readonly value: string;
  readonly place: Place;
  /** JSON pointer inside the policy document. */
  readonly pointer: string;
  /** Terraform's expressions for each `unknownPart`, in order and without `${` and `}`; absent where there is none. */
  readonly expressions?: readonly string[];
}

/** An entry of `Action` or `NotAction`. */
export interface ActionElement extends Element {
  /** What follows from its text. */
  readonly pattern: ActionPattern;
}

/** An entry stands under each of its kinds, in the order in which they are written. */
export type EntriesByKind = Readonly<Record<ActionKind, readonly ActionElement[]>>;

export interface Statement {
  readonly sid: string | null;
  readonly effect: "Allow" | "Deny";
  readonly actions?: readonly ActionElement[];
  readonly notActions?: readonly ActionElement[];
  /** The entries of `actions` by kind, and those of `notActions` that are faulty. */
  readonly entries: EntriesByKind;
  readonly resources?: readonly Element[];
  readonly notResources?: readonly Element[];
  /** `Principal`, flattened to `AWS:…`, `Service:…` or `*`. */
  readonly principals?: readonly Element[];
  /** `NotPrincipal`, likewise. */
  readonly notPrincipals?: readonly Element[];
  /** Whether there is any condition, also one that could not be read. */
  readonly conditional: boolean;
  /** The conditions that could be read; all must hold. */
  readonly conditions: readonly Condition[];
  readonly place: Place;
  readonly pointer: string;
}

/** One operator and key of a `Condition` block; it holds when any of the values matches. */
export interface Condition {
  /** As written: `StringEquals`, `ForAllValues:StringLikeIfExists`. */
  readonly operator: string;
  /** As written: `iam:PassedToService`. */
  readonly key: string;
  /** Numbers and booleans are written as text, as IAM reads them. */
  readonly values: readonly Element[];
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
  /** The role's trust policy; null for others, and where it is not known. */
  readonly trust: Policy | null;
  /** Identity policies whose documents are known and that act for it: inline, attached, and those of a user's groups. */
  readonly policies: readonly Policy[];
  /** Names of attached AWS managed policies of which only the ARN is known; `managedPolicyGrants` knows their contents. */
  readonly managedPolicies: readonly string[];
  /** The permissions boundary; null where there is none, `unknown` where there is one that is not part of the input. */
  readonly boundary: Policy | "unknown" | null;
  readonly place: Place;
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
  /** `syntax`: it was understood that IAM would refuse it. */
  readonly kind: "not-analysable" | "duplicate-key" | "syntax";
  /** `unreadable`: the whole file, so the run itself fails. `ignored`: recognised as something without policies. */
  readonly extent: "unreadable" | "part" | "ignored";
  readonly message: string;
  readonly place: Place;
  readonly pointer: string;
  readonly resource: string | null;
}
