/** The two buckets: the store's own, and the one that keeps the record of requests to it. */
import type { Construct } from "constructs";
import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import {
  S3BucketLifecycleConfiguration,
  type S3BucketLifecycleConfigurationRule,
} from "@cdktf/provider-aws/lib/s3-bucket-lifecycle-configuration";
import { S3BucketLoggingA } from "@cdktf/provider-aws/lib/s3-bucket-logging";
import { S3BucketOwnershipControls } from "@cdktf/provider-aws/lib/s3-bucket-ownership-controls";
import { S3BucketPolicy } from "@cdktf/provider-aws/lib/s3-bucket-policy";
import { S3BucketPublicAccessBlock } from "@cdktf/provider-aws/lib/s3-bucket-public-access-block";
import { S3BucketServerSideEncryptionConfigurationA } from "@cdktf/provider-aws/lib/s3-bucket-server-side-encryption-configuration";
import { S3BucketVersioningA } from "@cdktf/provider-aws/lib/s3-bucket-versioning";
import { bucketPolicy } from "../../policies/documents";
import type { PolicyDocument } from "../../policies/documents";
import { accept } from "../shared/accept";
import type { ValuesOf } from "../shared/inputs";
import { policyJson } from "../shared/policy";
import type { inputs } from "./inputs";
import { storePrefixes } from "./prefixes";

/** Where the store's access logs are in their bucket. */
const LOG_PREFIX = "store/";

interface Around {
  readonly accountId: string;
  readonly region: string;
}

export function makeBucket(
  scope: Construct,
  p: ValuesOf<typeof inputs>,
  { accountId, region }: Around,
  keyArn: string,
): S3Bucket {
  const bucket = new S3Bucket(scope, "bucket", {
    bucket: `${p.name}-${accountId}-${region}`,
    forceDestroy: p.forceDestroy,
    tags: p.tags,
  });
  acceptSingleRegion(bucket);
  new S3BucketServerSideEncryptionConfigurationA(scope, "encryption", {
    bucket: bucket.id,
    rule: [
      {
        applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms", kmsMasterKeyId: keyArn },
        // One request to KMS for many objects: a dataset of small images would cost as much in keys as in storage.
        bucketKeyEnabled: true,
      },
    ],
  });
  protect(scope, "bucket", bucket, bucketPolicy({ bucketArn: bucket.arn, accountId, keyArn }));
  keepVersions(scope, "bucket", bucket, [
    ...housekeeping(p),
    {
      id: "expire-captures",
      status: "Enabled",
      filter: [{ prefix: storePrefixes.captures }],
      expiration: [{ days: p.captureDays }],
    },
  ]);
  return bucket;
}

export function makeAccessLogs(
  scope: Construct,
  p: ValuesOf<typeof inputs>,
  { accountId, region }: Around,
  source: S3Bucket,
): S3Bucket {
  const logs = new S3Bucket(scope, "logs", {
    bucket: `${p.name}-logs-${accountId}-${region}`,
    forceDestroy: p.forceDestroy,
    tags: p.tags,
  });
  acceptSingleRegion(logs);
  accept(logs, "CKV_AWS_145", "S3 delivers access logs only to buckets that S3's own keys encrypt (SSE-S3).");
  new S3BucketServerSideEncryptionConfigurationA(scope, "logs_encryption", {
    bucket: logs.id,
    rule: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } }],
  });
  const accessLogs = { sourceBucketArns: [source.arn], prefix: LOG_PREFIX };
  protect(scope, "logs", logs, bucketPolicy({ bucketArn: logs.arn, accountId, accessLogs }));
  keepVersions(scope, "logs", logs, [
    ...housekeeping(p),
    {
      id: "expire-logs",
      status: "Enabled",
      filter: [{ prefix: LOG_PREFIX }],
      expiration: [{ days: p.accessLogDays }],
    },
  ]);
  new S3BucketLoggingA(scope, "access_logs", {
    bucket: source.id,
    targetBucket: logs.id,
    targetPrefix: LOG_PREFIX,
  });
  return logs;
}

function acceptSingleRegion(bucket: S3Bucket): void {
  accept(
    bucket,
    "CKV_AWS_144",
    "Artifacts can be made again; a copy in another region doubles what they cost.",
  );
  accept(
    bucket,
    "CKV2_AWS_62",
    "Nothing waits for new objects: the pipeline is started by a person or a schedule.",
  );
}

/** No ACLs, nothing public, and the guard rails of the bucket's policy. */
function protect(scope: Construct, id: string, bucket: S3Bucket, policy: PolicyDocument): void {
  const publicAccess = new S3BucketPublicAccessBlock(scope, `${id}_public_access`, {
    bucket: bucket.id,
    blockPublicAcls: true,
    blockPublicPolicy: true,
    ignorePublicAcls: true,
    restrictPublicBuckets: true,
  });
  new S3BucketOwnershipControls(scope, `${id}_ownership`, {
    bucket: bucket.id,
    rule: { objectOwnership: "BucketOwnerEnforced" },
    // S3 refuses two changes of one bucket at the same time.
    dependsOn: [publicAccess],
  });
  new S3BucketPolicy(scope, `${id}_policy`, {
    bucket: bucket.id,
    policy: policyJson(scope, `${id}_policy_document`, policy.Statement),
    dependsOn: [publicAccess],
  });
}

function keepVersions(
  scope: Construct,
  id: string,
  bucket: S3Bucket,
  rules: S3BucketLifecycleConfigurationRule[],
): void {
  const versioning = new S3BucketVersioningA(scope, `${id}_versions`, {
    bucket: bucket.id,
    versioningConfiguration: { status: "Enabled" },
  });
  new S3BucketLifecycleConfiguration(scope, `${id}_lifecycle`, {
    bucket: bucket.id,
    rule: rules,
    dependsOn: [versioning],
  });
}

const everything = { prefix: "" };

const housekeeping = (p: ValuesOf<typeof inputs>): S3BucketLifecycleConfigurationRule[] => [
  {
    id: "give-up-unfinished-uploads",
    status: "Enabled",
    filter: [everything],
    abortIncompleteMultipartUpload: [{ daysAfterInitiation: p.unfinishedUploadDays }],
  },
  {
    id: "expire-old-versions",
    status: "Enabled",
    filter: [everything],
    noncurrentVersionExpiration: [{ noncurrentDays: p.oldVersionDays }],
    // What remains when all versions of a deleted object are gone.
    expiration: [{ expiredObjectDeleteMarker: true }],
  },
];
