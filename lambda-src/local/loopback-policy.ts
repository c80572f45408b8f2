import type { AddressPolicy } from "../classify/fetch";

/**
 * An address policy that exempts exactly one origin: this machine's own photo server. Only the local runner uses it;
 * it is not part of the deployed bundle.
 *
 * @param origin `http://127.0.0.1:<port>` or `http://[::1]:<port>`: a literal, because a name could resolve to anything
 */
export function allowLoopbackOrigin(origin: string): AddressPolicy {
  if (!/^https?:\/\/(?:127\.0\.0\.1|\[::1\]):\d{1,5}$/.test(origin)) {
    throw new Error(
      `photoOrigin is "${origin}"; expected a loopback address with its port, such as http://127.0.0.1:8081 (no path, no name).`,
    );
  }
  return { isExempt: (candidate) => candidate === origin };
}
