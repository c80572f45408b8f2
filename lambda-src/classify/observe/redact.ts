const maxCharacters = 500;

/**
 * Makes another system's text fit for a log: of URLs only scheme and host stay (a path or query may hold a credential,
 * and before an @ stands one), long runs of base64 (image bytes, tokens) go, and so does what is too long.
 */
export function redact(text: string): string {
  const clean = text
    .replace(/\b([a-z][a-z0-9+.-]*):\/\/(?:[^\s/?#"'<>]*@)?([^\s/?#"'<>]*)[^\s"'<>]*/gi, "$1://$2/…")
    .replace(/\?[^\s"'<>]*=[^\s"'<>]*/g, "?…")
    .replace(/[A-Za-z0-9+/_-]{60,}={0,2}/g, "…");
  return clean.length > maxCharacters ? `${clean.slice(0, maxCharacters)}…` : clean;
}

/** An error's chain of causes as one line, without stacks; undefined when it has none. */
export function describeCause(error: Error): string | undefined {
  const parts: string[] = [];
  for (let cause = error.cause; cause !== undefined && parts.length < 4; cause = (cause as Error).cause) {
    parts.push(cause instanceof Error ? `${cause.name}: ${redact(cause.message)}` : typeof cause);
    if (typeof cause !== "object" || cause === null) break;
  }
  return parts.length === 0 ? undefined : parts.join(" <- ");
}
