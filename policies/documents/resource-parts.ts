/** Statements that several resource policies need. */

import type { Statement } from "./types";

/**
 * Refuses plain HTTP. The one place where an action is a wildcard: it denies, so a new action is refused too
 * instead of slipping through, and AWS Config's checks (s3-bucket-ssl-requests-only) look for exactly this form.
 */
export function denyInsecureTransport(
  everyAction: "s3:*" | "sqs:*",
  resources: readonly string[],
): Statement {
  return {
    Sid: "DenyInsecureTransport",
    Effect: "Deny",
    Principal: "*",
    Action: [everyAction],
    Resource: resources,
    Condition: { Bool: { "aws:SecureTransport": "false" } },
  };
}
