import type { PolicyDocument } from "./types";

/**
 * IAM's size limits in characters; white space outside strings is not counted.
 * Source: IAM User Guide, "IAM and AWS STS quotas" (reference_iam-quotas).
 */
export const policySizeLimits = {
  managed: 6144,
  /** All inline policies of one role together. */
  roleInline: 10240,
  groupInline: 5120,
  userInline: 2048,
  /** The default; a quota increase can raise it. */
  trust: 2048,
} as const;

/** Characters that IAM counts. With Terraform expressions inside, the size after they are known may differ. */
export function policySize(document: PolicyDocument): number {
  return JSON.stringify(document).length;
}

/** @throws when the document is larger than the limit of its kind. Returns the document, so that calls can be nested. */
export function withinLimit(kind: keyof typeof policySizeLimits, document: PolicyDocument): PolicyDocument {
  const size = policySize(document);
  const limit = policySizeLimits[kind];
  if (size > limit) {
    throw new Error(
      `The policy has ${size} characters; IAM allows at most ${limit} (${kind}). Split it or name fewer resources.`,
    );
  }
  return document;
}
