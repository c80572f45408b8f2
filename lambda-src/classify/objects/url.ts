import { Failure } from "../failures";

/** An object in S3. */
export interface ObjectAddress {
  readonly bucket: string;
  readonly key: string;
}

/** S3's rules: lower-case letters, digits, dots and hyphens, 3 to 63 of them. */
const bucketName = "[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]";

/** `s3://bucket/` or `s3://bucket/folder/`, what a deployment may grant. */
export const s3PrefixPattern = new RegExp(`^s3://${bucketName}/(?:[^\\u0000-\\u0020\\u007f,*?\\\\]+/)?$`);

/** S3's limit, in bytes of UTF-8. */
const maxKeyBytes = 1024;

/**
 * Reads `s3://bucket/key` and checks that it is below one of the granted prefixes. The key stands as S3 has it: nothing
 * in it is decoded.
 *
 * @throws Failure `invalid-url` (not understood) or `forbidden-target` (not granted); both before anything is asked of S3
 */
export function readObjectUrl(url: string, grantedPrefixes: readonly string[]): ObjectAddress {
  const [, bucket, key] = new RegExp(`^s3://(${bucketName})/([^]+)$`).exec(url) ?? [];
  if (bucket === undefined || key === undefined || key.endsWith("/") || !isKey(key)) {
    throw new Failure("invalid-url", "The URL cannot be understood; expected s3://bucket/key of an object.");
  }
  // Every granted prefix ends in a slash, so that photos/ does not open photos-private/.
  if (!grantedPrefixes.some((prefix) => url.startsWith(prefix))) {
    throw new Failure("forbidden-target", "The object is not where this deployment may read.");
  }
  return { bucket, key };
}

/** Segments "." and ".." are legal in S3, but a URL's path with them is another path. */
function isKey(key: string): boolean {
  return (
    Buffer.byteLength(key) <= maxKeyBytes &&
    !/[\u0000-\u001f\u007f]|\p{Surrogate}/u.test(key) &&
    !key.split("/").some((segment) => segment === "." || segment === "..")
  );
}
