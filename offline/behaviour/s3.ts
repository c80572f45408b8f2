import { asText } from "../provider/values";
import { arn, between, conflicting, countBetween, each, matches, oneOf, policy, rule } from "./checks";
import type { BehaviourTable } from "./types";

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html */
const BUCKET_NAME =
  /^(?!xn--|sthree-|amzn-s3-demo-)(?!.*(-s3alias|--ol-s3)$)(?!\d+\.\d+\.\d+\.\d+$)[a-z0-9](?:[a-z0-9]|[.-](?![.-])){1,61}[a-z0-9]$/;
const bucketName = matches(
  "bucket",
  BUCKET_NAME,
  "a bucket's name: 3 to 63 lowercase letters, digits, dots and hyphens, beginning and ending with a letter or digit",
);

const STORAGE_CLASSES = [
  "STANDARD_IA",
  "ONEZONE_IA",
  "INTELLIGENT_TIERING",
  "GLACIER",
  "DEEP_ARCHIVE",
  "GLACIER_IR",
];

/** A setting of a bucket: there is one a bucket, and it goes by the bucket's name. */
const ofBucket = { id: "{bucket}", replacedBy: ["bucket", "expected_bucket_owner"], unique: ["bucket"] };

export const s3: BehaviourTable = {
  aws_s3_bucket: {
    id: "{bucket}",
    arn: "arn:{partition}:s3:::{bucket}",
    defaults: { force_destroy: false },
    replacedBy: ["bucket", "bucket_prefix", "object_lock_enabled"],
    computed: {
      bucket: ({ values, hash }) => `${asText(values.bucket_prefix)}${hash("name", 26)}`,
      bucket_prefix: "",
      bucket_region: "{region}",
      bucket_domain_name: "{bucket}.s3.amazonaws.com",
      bucket_regional_domain_name: "{bucket}.s3.{region}.amazonaws.com",
      hosted_zone_id: "Z0123456789OFFLINE",
      object_lock_enabled: false,
      request_payer: "BucketOwner",
    },
    checks: [bucketName, conflicting("bucket", "bucket_prefix"), policy("policy")],
    unique: ["bucket"],
    importedBy: ["bucket"],
  },
  aws_s3_bucket_policy: {
    id: "{bucket}",
    replacedBy: ["bucket"],
    checks: [policy("policy")],
    unique: ["bucket"],
  },
  aws_s3_bucket_public_access_block: {
    id: "{bucket}",
    defaults: {
      block_public_acls: false,
      block_public_policy: false,
      ignore_public_acls: false,
      restrict_public_buckets: false,
    },
    replacedBy: ["bucket"],
    unique: ["bucket"],
  },
  aws_s3_bucket_versioning: {
    ...ofBucket,
    checks: [
      oneOf("versioning_configuration.status", ["Enabled", "Suspended", "Disabled"]),
      oneOf("versioning_configuration.mfa_delete", ["Enabled", "Disabled"]),
    ],
  },
  aws_s3_bucket_server_side_encryption_configuration: {
    ...ofBucket,
    checks: [
      oneOf("rule.apply_server_side_encryption_by_default.sse_algorithm", [
        "AES256",
        "aws:kms",
        "aws:kms:dsse",
      ]),
      each("rule.apply_server_side_encryption_by_default", (value) => {
        const chosen = value as { sse_algorithm?: unknown; kms_master_key_id?: unknown };
        const keyIsSet = typeof chosen.kms_master_key_id === "string" && chosen.kms_master_key_id !== "";
        return chosen.sse_algorithm === "AES256" && keyIsSet
          ? "AES256 takes no kms_master_key_id"
          : undefined;
      }),
    ],
    unique: ["bucket"],
  },
  aws_s3_bucket_lifecycle_configuration: {
    ...ofBucket,
    defaults: { transition_default_minimum_object_size: "all_storage_classes_128K" },
    checks: [
      oneOf("rule.status", ["Enabled", "Disabled"]),
      between("rule.expiration.days", 1, 2147483647),
      between("rule.noncurrent_version_expiration.noncurrent_days", 1, 2147483647),
      between("rule.abort_incomplete_multipart_upload.days_after_initiation", 1, 2147483647),
      oneOf("rule.transition.storage_class", STORAGE_CLASSES),
      oneOf("rule.noncurrent_version_transition.storage_class", STORAGE_CLASSES),
      countBetween("rule", 1, 1000),
    ],
    unique: ["bucket"],
  },
  aws_s3_bucket_logging: {
    ...ofBucket,
    checks: [
      rule(["bucket", "target_bucket"], ({ bucket, target_bucket }) =>
        bucket !== null && bucket === target_bucket
          ? "a bucket that logs to itself grows without end: choose another target_bucket"
          : undefined,
      ),
    ],
    unique: ["bucket"],
  },
  aws_s3_bucket_ownership_controls: {
    id: "{bucket}",
    replacedBy: ["bucket"],
    checks: [oneOf("rule.object_ownership", ["BucketOwnerPreferred", "ObjectWriter", "BucketOwnerEnforced"])],
    unique: ["bucket"],
  },
  aws_s3_bucket_notification: {
    id: "{bucket}",
    defaults: { eventbridge: false },
    replacedBy: ["bucket"],
    checks: [
      arn("lambda_function.lambda_function_arn", "lambda"),
      arn("queue.queue_arn", "sqs"),
      arn("topic.topic_arn", "sns"),
      matches("lambda_function.events", /^s3:/, "an event such as s3:ObjectCreated:*"),
      matches("queue.events", /^s3:/, "an event such as s3:ObjectCreated:*"),
      matches("topic.events", /^s3:/, "an event such as s3:ObjectCreated:*"),
    ],
    unique: ["bucket"],
  },
  aws_s3_object: {
    id: "{bucket}/{key}",
    arn: "arn:{partition}:s3:::{bucket}/{key}",
    defaults: { force_destroy: false },
    replacedBy: ["bucket", "key"],
    recomputed: ["etag", "version_id"],
    computed: {
      etag: "{hash:32}",
      version_id: "{hash:32}",
      content_type: "application/octet-stream",
      storage_class: "STANDARD",
      server_side_encryption: ({ values }) => (values.kms_key_id ? "aws:kms" : "AES256"),
      bucket_key_enabled: false,
      acl: "private",
    },
    checks: [conflicting("source", "content", "content_base64"), conflicting("kms_key_id", "etag")],
    unique: ["bucket", "key"],
  },
};
