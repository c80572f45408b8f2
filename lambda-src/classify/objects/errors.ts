import { Failure, type FailureCode } from "../failures";

const messages: Partial<Record<FailureCode, string>> = {
  "object-not-found": "There is no such object in S3.",
  "object-forbidden":
    "S3 does not let the function read this object: it does not exist, or is not readable as it is.",
  "object-key-unusable": "The object's encryption key cannot be used; the function's operator has to look.",
  "objects-misconfigured": "The function cannot read from this bucket; its operator has to look.",
  "objects-throttled": "S3 is busy; try again later.",
  "objects-unavailable": "S3 cannot be reached at the moment; try again later.",
};

/** @param cause for the log only */
export function objectFailure(code: FailureCode, cause: unknown): Failure {
  return new Failure(code, messages[code] ?? "The object cannot be read.", cause);
}

/**
 * What S3's answer means. Source of the codes: S3 API reference, "Error responses".
 *
 * @param body the beginning of its XML
 */
export function failureOf(status: number, body: string): Failure {
  const code = /<Code>([A-Za-z.]{1,64})<\/Code>/.exec(body)?.[1] ?? "";
  return objectFailure(codeOf(status, code, body), new Error(`S3 answered ${status} ${code}`.trim()));
}

const throttled = new Set(["SlowDown", "ServiceUnavailable", "RequestLimitExceeded", "ThrottlingException"]);

/** Who signs is wrong, or where: nothing that a caller could change. */
const misconfigured = new Set([
  "AuthorizationHeaderMalformed",
  "ExpiredToken",
  "IllegalLocationConstraintException",
  "InvalidAccessKeyId",
  "InvalidToken",
  "RequestTimeTooSkewed",
  "SignatureDoesNotMatch",
]);

function codeOf(status: number, code: string, body: string): FailureCode {
  if (status === 429 || throttled.has(code)) return "objects-throttled";
  if (status >= 500) return "objects-unavailable";
  if (status === 404) return code === "NoSuchBucket" ? "objects-misconfigured" : "object-not-found";
  // The KMS error's own code, or an AccessDenied whose message names the action of KMS that was denied.
  if (code.startsWith("KMS.") || code.startsWith("KMSInvalid") || /\bkms:[A-Z]/.test(body)) {
    return "object-key-unusable";
  }
  // Redirects lead to the bucket's own region, for which the function has no endpoint in a private network.
  if (misconfigured.has(code) || (status >= 300 && status < 400)) return "objects-misconfigured";
  return "object-forbidden";
}
