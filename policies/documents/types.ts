/** The IAM JSON policy language, as far as the documents here use it. */

/** Operator -> condition key -> allowed values. */
export type Condition = Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;

/** Who a statement of a resource or trust policy speaks of. `"*"` is everyone, so a condition has to narrow it. */
export type PrincipalElement =
  "*" | Readonly<Partial<Record<"AWS" | "Service" | "Federated", readonly string[]>>>;

export interface Statement {
  /** Unique within its document; ASCII letters and digits only (IAM's rule). */
  readonly Sid: string;
  readonly Effect: "Allow" | "Deny";
  readonly Principal?: PrincipalElement;
  readonly Action: readonly string[];
  /** Absent in trust policies only. `"*"` comes from `onAnyResource` alone, or means "this one" in a resource policy. */
  readonly Resource?: "*" | readonly string[];
  readonly Condition?: Condition;
}

export interface PolicyDocument {
  readonly Version: "2012-10-17";
  readonly Statement: readonly Statement[];
}

/** Where ARNs are built. Each value may be a Terraform expression. */
export interface Location {
  /** `aws`, `aws-cn`, `aws-us-gov`, … */
  readonly partition: string;
  readonly region: string;
  readonly accountId: string;
}

/** A part of a bucket. */
export interface S3Prefix {
  readonly bucketArn: string;
  /** Key prefix that ends in `/`; the empty string is the whole bucket. */
  readonly prefix: string;
}
