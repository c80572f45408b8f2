/**
 * Runs inside a network namespace where every address is local (see namespace.ts), and prints what arrived at real
 * listening sockets while hostile URLs were fetched. Not a test by itself: the tests read its output.
 */
import type { LookupAddress } from "node:dns";
import { createServer as createHttpServer, type ServerResponse } from "node:http";
import { createServer, isIP, type Socket } from "node:net";
import { Agent, request } from "undici";
import { createImageFetcher, maxRedirects } from "../../../lambda-src/classify/fetch";
import type { Resolve } from "../../../lambda-src/classify/fetch/connect";
import { Failure } from "../../../lambda-src/classify/failures";
import { hostileUrls, type HostileUrl } from "./hostile-urls";
import { fetchOptions } from "./invoke";

/** A public address: in the namespace it, too, is a local listener. */
const publicAddress = "93.184.215.14";
const photo = "bytes of a photo";

/** What was dialled, as `address:port`, since the last call of `takeArrivals`. */
let arrivals: string[] = [];
const arrived = (socket: Socket) => {
  arrivals.push(`${socket.localAddress?.replace(/^::ffff:/, "")}:${socket.localPort}`);
  socket.on("error", () => undefined);
};

async function takeArrivals(): Promise<string[]> {
  await new Promise((resolve) => setTimeout(resolve, 5));
  const taken = arrivals;
  arrivals = [];
  return taken;
}

async function listen(): Promise<void> {
  for (const port of [22, 443, 8080, 8443, 6379]) {
    const server = createServer((socket) => {
      arrived(socket);
      socket.destroy();
    });
    await new Promise<void>((resolve) => server.listen(port, "::", resolve));
  }
  const http = createHttpServer((incoming, outgoing) => {
    const url = new URL(incoming.url ?? "/", "http://localhost");
    const location = url.searchParams.get("to");
    if (location !== null) return redirectRaw(outgoing, location);
    const next = url.searchParams.get("then");
    if (next !== null) return outgoing.writeHead(302, { location: `?${next}` }).end();
    const hops = Number(url.searchParams.get("hops") ?? 0);
    if (hops > 0) return outgoing.writeHead(307, { location: `?hops=${hops - 1}` }).end();
    return outgoing.end(photo);
  });
  http.on("connection", arrived);
  await new Promise<void>((resolve) => http.listen(80, "::", resolve));
}

/** Node's server refuses to send odd characters in a header; a hostile one does not. */
function redirectRaw({ socket }: ServerResponse, location: string): void {
  socket?.end(
    `HTTP/1.1 302 Found\r\nlocation: ${location.replace(/[\r\n]/g, "")}\r\ncontent-length: 0\r\n\r\n`,
  );
}

function resolveTo(table: Record<string, readonly string[]>): Resolve {
  return (hostname, _options, callback) => {
    const addresses = table[hostname.replace(/\.$/, "").toLowerCase()];
    if (addresses === undefined)
      return callback(Object.assign(new Error("ENOTFOUND"), { code: "ENOTFOUND" }), []);
    callback(null, addresses.map(asLookupAddress));
  };
}

const asLookupAddress = (address: string): LookupAddress => ({ address, family: isIP(address) });

const named = ({ url, addresses }: HostileUrl): Record<string, readonly string[]> =>
  addresses ? { [new URL(url).hostname.replace(/\.$/, "")]: addresses } : {};

/** How a guarded fetch ended: its failure's code, or what it got. */
async function guarded(url: string, resolve: Resolve, allowHttp: boolean): Promise<string> {
  const fetcher = createImageFetcher({ ...fetchOptions, allowHttp, resolve, timeoutSeconds: 3 });
  try {
    return (await fetcher.fetchImage(url, new AbortController().signal)).toString();
  } catch (error) {
    return error instanceof Failure ? error.code : `not a Failure: ${String(error)}`;
  }
}

/** The same fetch with nothing in its way: shows that the listeners see what a missing guard would let through. */
async function unguarded({ url }: HostileUrl, resolve: Resolve): Promise<void> {
  const agent = new Agent({
    connect: {
      timeout: 1000,
      lookup: (hostname, options, callback) =>
        resolve(hostname, { ...options, all: true }, (error, addresses) => callback(error, addresses)),
    },
  });
  await request(url, { dispatcher: agent, signal: AbortSignal.timeout(1000) }).then(
    ({ body }) => body.dump(),
    () => undefined,
  );
  await agent.destroy();
}

/** What a public server's redirect leads to. */
async function redirectedTo(query: string, resolve: Resolve) {
  const code = await guarded(`http://redirector.example/?${query}`, resolve, true);
  return { code, arrivals: await takeArrivals() };
}

async function tryHostile(hostile: HostileUrl) {
  const resolve = resolveTo({ ...named(hostile), "redirector.example": [publicAddress] });
  const direct = { code: await guarded(hostile.url, resolve, false), arrivals: await takeArrivals() };
  const withHttp = { code: await guarded(hostile.url, resolve, true), arrivals: await takeArrivals() };
  const first = await redirectedTo(`to=${encodeURIComponent(hostile.url)}`, resolve);
  // The last redirect that is followed.
  const second = encodeURIComponent(`to=${encodeURIComponent(hostile.url)}`);
  const third = await redirectedTo(`then=${encodeURIComponent(`then=${second}`)}`, resolve);
  // Node 20.9's parser loses some odd hosts altogether; then no client can connect.
  const diallable = !hostile.undiallable && new URL(hostile.url).hostname !== "";
  if (diallable) await unguarded(hostile, resolve);
  return {
    url: hostile.url,
    diallable,
    direct,
    withHttp,
    redirects: [first, third],
    unguardedArrivals: await takeArrivals(),
  };
}

/** DNS answers with a public address first and with loopback from then on. */
async function tryRebinding() {
  let asked = 0;
  const resolve: Resolve = (_hostname, _options, callback) =>
    callback(null, [asLookupAddress(asked++ === 0 ? publicAddress : "127.0.0.1")]);
  const sameName = await guarded("http://rebinding.example/", resolve, true);
  const second = await guarded("http://rebinding.example/", resolve, true);
  const first = await takeArrivals();
  asked = 0;
  const onRedirect = await guarded("http://rebinding.example/?hops=1", resolve, true);
  return { sameName, second, arrivals: first, onRedirect, redirectArrivals: await takeArrivals() };
}

async function tryAllowed() {
  const resolve = resolveTo({ "images.example": [publicAddress], "ipv6.example": ["2606:2800:21f::1"] });
  const results: Record<string, { outcome: string; arrivals: string[] }> = {};
  for (const url of [
    "http://images.example/",
    "http://ipv6.example/",
    `http://${publicAddress}/`,
    "https://images.example/",
    `http://images.example/?hops=${maxRedirects}`,
    `http://images.example/?hops=${maxRedirects + 1}`,
  ]) {
    results[url] = { outcome: await guarded(url, resolve, true), arrivals: await takeArrivals() };
  }
  return results;
}

async function main(): Promise<void> {
  await listen();
  const hostile = [];
  for (const url of hostileUrls) hostile.push(await tryHostile(url));
  const report = { hostile, rebinding: await tryRebinding(), allowed: await tryAllowed() };
  process.stdout.write(JSON.stringify(report), () => process.exit(0));
}

void main();
