import { checkedPrefix, exactArn } from "./arn";
import { policyDocument } from "./document";
import { denyInsecureTransport } from "./resource-parts";
import type { PolicyDocument, Statement } from "./types";

export interface BucketPolicyOptions {
  readonly bucketArn: string;
  /** The only account whose principals may use the bucket. */
  readonly accountId: string;
  /** The only key that objects may be encrypted with. @default whatever the bucket's own encryption says */
  readonly keyArn?: string;
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
    ...(options.keyArn === undefined ? [] : denyOtherEncryption(bucket, options.keyArn)),
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

/**
 * Refuses an upload that asks for other encryption than the bucket's own. One that asks for none gets the bucket's;
 * a negated operator alone would match there too, hence `Null`.
 */
function denyOtherEncryption(bucketArn: string, keyArn: string): Statement[] {
  const deny = (sid: string, header: string, expected: string): Statement => ({
    Sid: sid,
    Effect: "Deny",
    Principal: "*",
    Action: ["s3:PutObject"],
    Resource: [`${bucketArn}/*`],
    Condition: { Null: { [header]: "false" }, StringNotEquals: { [header]: expected } },
  });
  return [
    deny("DenyOtherEncryption", "s3:x-amz-server-side-encryption", "aws:kms"),
    deny(
      "DenyOtherKeys",
      "s3:x-amz-server-side-encryption-aws-kms-key-id",
      exactArn("keyArn", keyArn, "kms"),
    ),
  ];
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
