import type { LookupAddress, LookupAllOptions } from "node:dns";
import { isIP, type LookupFunction } from "node:net";
import type { buildConnector } from "undici";
import { isPublicAddress } from "./address";
import { forbiddenHost } from "./url";

/** `dns.lookup` with `all: true`, or a test's stand-in for it. */
export type Resolve = (
  hostname: string,
  options: LookupAllOptions,
  callback: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
) => void;

/**
 * The last check before a socket is opened. A name is resolved and checked here, by the very lookup that the socket
 * uses, so a second answer of DNS (rebinding) cannot slip in between. A literal address never reaches a lookup: it
 * is checked by itself.
 */
export function guardConnector(connect: buildConnector.connector): buildConnector.connector {
  return (options, callback) => {
    if (isIP(options.hostname) !== 0 && !isPublicAddress(options.hostname)) {
      callback(forbiddenHost(), null);
      return;
    }
    connect(options, callback);
  };
}

/** A socket's lookup that fails unless every address of the name is public. */
export function guardedLookup(resolve: Resolve): LookupFunction {
  return (hostname, options, callback) => {
    resolve(hostname, { ...options, all: true }, (error, addresses) => {
      if (error) return callback(error, []);
      const [first] = addresses;
      if (first === undefined || !addresses.every(({ address }) => isPublicAddress(address))) {
        return callback(forbiddenHost(), []);
      }
      if (options.all === true) return callback(null, addresses);
      return callback(null, first.address, first.family);
    });
  };
}
