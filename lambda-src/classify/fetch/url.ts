import { isIP } from "node:net";
import { Failure } from "../failures";
import { isPublicAddress } from "./address";
import type { AddressPolicy } from "./policy";

export interface UrlRules {
  readonly policy: AddressPolicy;
  readonly allowHttp: boolean;
  /** Exact host names or `*.name`; empty: every public host. */
  readonly allowedHosts: readonly string[];
}

/** No photo's address needs more; longer ones only fill logs and memory. */
const maxUrlCharacters = 2048;

/**
 * Parses a URL and checks all that can be known without asking DNS. The same check runs again on every redirect.
 *
 * @param base the URL that redirected here, for relative ones
 * @throws Failure `invalid-url` (not understood) or `forbidden-target` (understood and refused)
 */
export function checkUrl(text: string, rules: UrlRules, base?: URL): URL {
  if (text.length > maxUrlCharacters) {
    throw new Failure("invalid-url", `The URL is longer than ${maxUrlCharacters} characters.`);
  }
  const url = parse(text, base);
  if (rules.policy.isExempt(url.origin)) return url;
  checkScheme(url, rules.allowHttp);
  if (url.username !== "" || url.password !== "")
    throw forbidden("The URL must not hold a user name or password");
  checkHost(url, rules.allowedHosts);
  return url;
}

function parse(text: string, base?: URL): URL {
  // The parser drops tabs, line breaks and surrounding blanks silently; two parsers may then see two URLs.

  if (/[\u0000-\u0020\u007f\\]/.test(text)) {
    throw new Failure(
      "invalid-url",
      "The URL holds blanks, control characters or backslashes; expected https://host/path.",
    );
  }
  try {
    return new URL(text, base);
  } catch {
    throw new Failure("invalid-url", "The URL cannot be understood; expected https://host/path.");
  }
}

function checkScheme(url: URL, allowHttp: boolean): void {
  const allowed = url.protocol === "https:" || (allowHttp && url.protocol === "http:");
  const what = allowHttp ? "https (port 443) and http (port 80)" : "https (port 443)";
  if (!allowed) throw forbidden(`Only ${what} is fetched`);
  // The parser leaves the port empty when it is the scheme's own.
  if (url.port !== "") throw forbidden(`Only the scheme's own port is fetched: ${what}`);
}

function checkHost(url: URL, allowedHosts: readonly string[]): void {
  const host = hostOf(url);
  // Empty: Node 20.9's parser loses a host that is an IPv4 address in other digits.
  if (host === "" || (isIP(host) !== 0 && !isPublicAddress(host))) throw forbiddenHost();
  if (allowedHosts.length > 0 && !allowedHosts.some((pattern) => matches(host, pattern))) {
    throw forbidden("The URL's host is not among those that may be fetched");
  }
}

/** The host as a socket takes it: no brackets, no trailing dot. */
function hostOf(url: URL): string {
  return url.hostname.replace(/^\[|\]$/g, "").replace(/\.$/, "");
}

function matches(host: string, pattern: string): boolean {
  return pattern.startsWith("*.") ? host.endsWith(pattern.slice(1)) : host === pattern;
}

/** One text for every refused address, so that answers do not tell which internal names exist. */
export function forbiddenHost(): Failure {
  return forbidden("The URL's host is not a public address");
}

function forbidden(reason: string): Failure {
  return new Failure("forbidden-target", `${reason}.`);
}
