import { checkedPrefix, exactArn } from "./arn";
import { policyDocument } from "./document";
import { denyInsecureTransport } from "./resource-parts";
import type { PolicyDocument, Statement } from "./types";

export interface BucketPolicyOptions {
  readonly bucketArn: string;
  /** The only account whose principals may use the bucket. */
  readonly accountId: string;
  /** Set on a bucket that receives other buckets' server access logs. */
  readonly accessLogs?: { readonly sourceBucketArns: readonly string[]; readonly prefix: string };
}

/** Guard rails of a bucket. It grants nothing to people and roles: their identity policies do. */
export function bucketPolicy(options: BucketPolicyOptions): PolicyDocument {
  const bucket = exactArn("bucketArn", options.bucketArn, "s3");
  const resources = [bucket, `${bucket}/*`];
  return policyDocument(
    denyInsecureTransport("s3:*", resources),
    denyOtherAccounts(resources, options.accountId),
    options.accessLogs ? deliverAccessLogs(bucket, options.accountId, options.accessLogs) : undefined,
  );
}

/** Negated operators match when the key is absent, so anonymous callers are refused too; AWS's own services are not. */
function denyOtherAccounts(resources: readonly string[], accountId: string): Statement {
  return {
    Sid: "DenyOtherAccounts",
    Effect: "Deny",
    Principal: "*",
    Action: ["s3:*"],
    Resource: resources,
    Condition: {
      StringNotEquals: { "aws:PrincipalAccount": accountId },
      Bool: { "aws:PrincipalIsAWSService": "false" },
    },
  };
}

function deliverAccessLogs(
  bucketArn: string,
  accountId: string,
  { sourceBucketArns, prefix }: NonNullable<BucketPolicyOptions["accessLogs"]>,
): Statement {
  return {
    Sid: "DeliverAccessLogs",
    Effect: "Allow",
    Principal: { Service: ["logging.s3.amazonaws.com"] },
    Action: ["s3:PutObject"],
    Resource: [`${bucketArn}/${checkedPrefix("accessLogs", prefix)}*`],
    Condition: {
      ArnLike: { "aws:SourceArn": sourceBucketArns.map((arn) => exactArn("sourceBucketArn", arn, "s3")) },
      StringEquals: { "aws:SourceAccount": accountId },
    },
  };
}
