/** Inputs that both doors take, and inputs that both refuse. */
import type { ArtifactStoreProps } from "../../../modules/artifact-store";

export const goodCases: Record<string, ArtifactStoreProps> = {
  minimal: { name: "minimal" },
  full: {
    name: "a-name-of-exactly-thirty-chars",
    forceDestroy: true,
    captureDays: 7,
    oldVersionDays: 14,
    unfinishedUploadDays: 1,
    accessLogDays: 90,
    keyRotationDays: 90,
    keyDeletionWindowDays: 7,
    tags: { CostCentre: "vision" },
  },
};

export const wrongCases: { title: string; props: Record<string, unknown>; message: RegExp }[] = [
  { title: "a name with capitals", props: { name: "Vision" }, message: /name must be lower-case/ },
  { title: "a name that ends in a hyphen", props: { name: "vision-" }, message: /name must be lower-case/ },
  {
    title: "a name too long for a bucket's",
    props: { name: "n".repeat(31) },
    message: /name must have at most 30/,
  },
  {
    title: "captures that expire at once",
    props: { name: "vision", captureDays: 0 },
    message: /capture_?[dD]ays must be between 1 and 3650/,
  },
  {
    title: "half a day",
    props: { name: "vision", oldVersionDays: 1.5 },
    message: /old_?[vV]ersion_?[dD]ays must be a whole number/,
  },
  {
    title: "uploads that are kept for ever",
    props: { name: "vision", unfinishedUploadDays: 3651 },
    message: /unfinished_?[uU]pload_?[dD]ays must be between 1 and 3650/,
  },
  {
    title: "a rotation more often than KMS does",
    props: { name: "vision", keyRotationDays: 89 },
    message: /key_?[rR]otation_?[dD]ays must be between 90 and 2560/,
  },
  {
    title: "a key that is deleted sooner than KMS does",
    props: { name: "vision", keyDeletionWindowDays: 6 },
    message: /key_?[dD]eletion_?[wW]indow_?[dD]ays must be between 7 and 30/,
  },
];
