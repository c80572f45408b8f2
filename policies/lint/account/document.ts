/**
 * A policy document as IAM's API gives it: JSON, percent-encoded (RFC 3986). A text that is no JSON is kept as it is, so that
 * the linter reports it.
 */
export function decodeDocument(encoded: string | undefined): unknown {
  if (encoded === undefined) return null;
  try {
    // An encoded document begins with %7B; one that begins with a brace is not encoded (Lambda's are not).
    const text = encoded.trimStart().startsWith("{") ? encoded : decodeURIComponent(encoded);
    return JSON.parse(text);
  } catch {
    return encoded;
  }
}
