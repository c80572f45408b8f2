import { createHash, createHmac } from "node:crypto";

/** A request as it arrived. */
export interface SignedRequest {
  readonly method: string;
  /** Path and query as sent. */
  readonly target: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
}

/**
 * Checks a Signature Version 4 by computing it again from the request as it arrived, by the documentation and without
 * the SDK ("Authenticating Requests: Using the Authorization Header", S3 API reference).
 *
 * @returns undefined when the signature holds, or what is wrong
 */
export function signatureProblem(request: SignedRequest, secretAccessKey: string): string | undefined {
  const header = (name: string) => String(request.headers[name] ?? "").trim();
  const [, scope, names, signature] =
    /^AWS4-HMAC-SHA256 Credential=[^/]+\/([^,]+), ?SignedHeaders=([^,]+), ?Signature=([0-9a-f]{64})$/.exec(
      header("authorization"),
    ) ?? [];
  if (scope === undefined || names === undefined) return "no Authorization header of version 4";
  const [path = "", query = ""] = request.target.split("?");
  const canonical = [
    request.method,
    path,
    query,
    ...names.split(";").map((name) => `${name}:${header(name)}`),
    "",
    names,
    header("x-amz-content-sha256"),
  ].join("\n");
  const hash = createHash("sha256").update(canonical).digest("hex");
  const text = ["AWS4-HMAC-SHA256", header("x-amz-date"), scope, hash].join("\n");
  const key = scope
    .split("/")
    .reduce<Buffer | string>((secret, part) => hmac(secret, part), `AWS4${secretAccessKey}`);
  return hmac(key, text).toString("hex") === signature
    ? undefined
    : `the signature is not that of:\n${canonical}`;
}

function hmac(key: Buffer | string, text: string): Buffer {
  return createHmac("sha256", key).update(text).digest();
}
