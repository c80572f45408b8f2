import table from "../../fixtures/hostile-urls.json";

/**
 * URLs that must never be fetched; `test/fixtures/hostile-urls.json` has them, for the endpoint's handler (Python), too.
 * Each is tried directly, and again as the target of a public server's redirect.
 */
export interface HostileUrl {
  readonly url: string;
  /** How the function refuses it. */
  readonly code: "invalid-url" | "forbidden-target";
  /** Answers of DNS for the URL's name. */
  readonly addresses?: readonly string[];
  /** An unguarded client cannot connect either (a scheme it does not speak, an address that takes no TCP). */
  readonly undiallable?: boolean;
}

export const hostileUrls = table as readonly HostileUrl[];
