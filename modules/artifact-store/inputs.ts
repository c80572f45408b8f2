/** The inputs of an artifact store. */
import { kmsLimits } from "../shared/limits";
import { bool, int, map, str, type PropsOf } from "../shared/inputs";

/** Years of daily use; S3 itself allows any positive number. */
const MAX_DAYS = 3650;

export const inputs = {
  name: str({
    description:
      "Name of the store; its buckets are called by it, the account and the region, so that they are unique in the world.",
    pattern: "^[a-z][a-z0-9-]*[a-z0-9]$",
    patternSays:
      "lower-case letters, digits and hyphens, beginning with a letter and not ending with a hyphen",
    maxLength: 30,
    source: "S3: at most 63 characters, less 12 for the account, 14 for the region, -logs and the hyphens",
  }),
  forceDestroy: bool({
    description: "Whether the buckets are deleted with all that is in them when the store is destroyed.",
    default: false,
  }),
  captureDays: int({
    description: "Days after which captured requests (below captures/) expire.",
    default: 30,
    min: 1,
    max: MAX_DAYS,
  }),
  oldVersionDays: int({
    description: "Days for which overwritten and deleted objects can still be brought back.",
    default: 90,
    min: 1,
    max: MAX_DAYS,
  }),
  unfinishedUploadDays: int({
    description: "Days after which multipart uploads that were never finished are given up.",
    default: 7,
    min: 1,
    max: MAX_DAYS,
  }),
  accessLogDays: int({
    description: "Days for which the record of requests to the store is kept.",
    default: 365,
    min: 1,
    max: MAX_DAYS,
  }),
  keyRotationDays: int({
    description: "Days between rotations of the KMS key's material.",
    default: 365,
    ...kmsLimits.rotationPeriodDays,
  }),
  keyDeletionWindowDays: int({
    description: "Days for which a destroyed store's KMS key can still be brought back.",
    default: 30,
    ...kmsLimits.deletionWindowDays,
  }),
  tags: map(str({ description: "Value of the tag." }), {
    description: "Tags of every resource.",
    default: {},
  }),
} as const;

export type ArtifactStoreProps = PropsOf<typeof inputs>;
