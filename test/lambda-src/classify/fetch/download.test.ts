import { createServer, type Socket } from "node:net";
import type { AddressInfo } from "node:net";
import type { RequestListener } from "node:http";
import { gzipSync } from "node:zlib";
import { Failure } from "../../../../lambda-src/classify/failures";
import {
  createImageFetcher,
  maxDownloadBytes,
  type FetchOptions,
} from "../../../../lambda-src/classify/fetch";
import { allowLoopbackOrigin } from "../../../../lambda-src/local/loopback-policy";
import { fetchOptions } from "../../support/invoke";
import { serve } from "../../support/servers";

const megabyte = Buffer.alloc(1_000_000, 1);

async function fetchFrom(
  origin: string,
  options: Partial<FetchOptions> = {},
  signal = new AbortController().signal,
) {
  const started = Date.now();
  const fetcher = createImageFetcher({ ...fetchOptions, policy: allowLoopbackOrigin(origin), ...options });
  const outcome = await fetcher.fetchImage(`${origin}/dog.jpg`, signal).then(
    (bytes) => ({ bytes: bytes.length, code: undefined, message: undefined }),
    (error: unknown) => {
      if (!(error instanceof Failure)) throw error;
      return { bytes: undefined, code: error.code, message: error.message };
    },
  );
  return { ...outcome, milliseconds: Date.now() - started };
}

async function fetchOnce(listener: RequestListener, options: Partial<FetchOptions> = {}) {
  const server = await serve(listener);
  try {
    return await fetchFrom(server.origin, options);
  } finally {
    await server.close();
  }
}

/** A server that writes raw bytes, for answers that Node's own HTTP server refuses to give. */
async function fetchRaw(answer: (socket: Socket) => void, options: Partial<FetchOptions> = {}) {
  const server = createServer((socket) => {
    socket.on("error", () => undefined);
    socket.once("data", () => answer(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  try {
    return await fetchFrom(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, options);
  } finally {
    server.close();
  }
}

test("a body of exactly the limit arrives, and one byte more does not", async () => {
  const send =
    (bytes: number): RequestListener =>
    (_, response) =>
      response.end(Buffer.alloc(bytes));
  expect(await fetchOnce(send(maxDownloadBytes))).toMatchObject({ bytes: maxDownloadBytes });
  expect(await fetchOnce(send(maxDownloadBytes + 1))).toMatchObject({ code: "image-too-large" });
});

test("an endless body without a length is cut at the limit, and its connection is closed", async () => {
  let sent = 0;
  let onClose: () => void = () => undefined;
  const closed = new Promise<void>((resolve) => (onClose = resolve));
  const server = await serve((_, response) => {
    const write = () => {
      while (!response.destroyed && response.write(megabyte)) sent += megabyte.length;
    };
    response.on("drain", write).on("close", onClose);
    write();
  });
  const outcome = await fetchFrom(server.origin);
  expect(outcome.code).toBe("image-too-large");
  await closed;
  await server.close();
  // What is in flight in the sockets' buffers is on top of the limit.
  expect(sent).toBeLessThan(maxDownloadBytes + 20 * megabyte.length);
});

test("a length header over the limit is refused before the body comes", async () => {
  const outcome = await fetchOnce((_, response) => {
    response.writeHead(200, { "content-length": String(maxDownloadBytes + 1) }).write("x");
  });
  expect(outcome.code).toBe("image-too-large");
  expect(outcome.milliseconds).toBeLessThan(2000);
});

test("a length header that promises more than comes is a failed download", async () => {
  const outcome = await fetchRaw((socket) =>
    socket.end("HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\nshort"),
  );
  expect(outcome.code).toBe("image-unreachable");
});

test("a length header that promises less than comes does not let the rest in", async () => {
  const outcome = await fetchRaw((socket) => {
    socket.end(`HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\n12345${"6".repeat(1000)}`);
  });
  expect(outcome.bytes === 5 || outcome.code === "image-unreachable").toBe(true);
});

test.each([
  ["is not HTTP", "SSH-2.0-OpenSSH_9.2\r\n"],
  ["has two different lengths", "HTTP/1.1 200 OK\r\ncontent-length: 5\r\ncontent-length: 6\r\n\r\n123456"],
  ["has 100 kB of headers", `HTTP/1.1 200 OK\r\nx: ${"y".repeat(100_000)}\r\n\r\n`],
])("an answer that %s is a failed download", async (_what, text) => {
  expect((await fetchRaw((socket) => socket.end(text))).code).toBe("image-unreachable");
});

test("a server that takes the request and says nothing is left at the first-byte deadline", async () => {
  const outcome = await fetchOnce(() => undefined, { firstByteTimeoutSeconds: 0.3 });
  expect(outcome.code).toBe("image-timeout");
  expect(outcome.milliseconds).toBeGreaterThan(250);
  expect(outcome.milliseconds).toBeLessThan(2000);
});

test("a server that drips is left at the total deadline, however steadily it drips", async () => {
  const timers: NodeJS.Timeout[] = [];
  const drip: RequestListener = (_, response) => {
    timers.push(setInterval(() => response.write("x"), 20));
  };
  const outcome = await fetchOnce(drip, { timeoutSeconds: 0.5 });
  timers.forEach(clearInterval);
  expect(outcome.code).toBe("image-timeout");
  expect(outcome.milliseconds).toBeGreaterThan(400);
  expect(outcome.milliseconds).toBeLessThan(2500);
});

test("slow redirects share one deadline", async () => {
  const outcome = await fetchOnce(
    (_, response) => setTimeout(() => response.writeHead(302, { location: "/again" }).end(), 200),
    { timeoutSeconds: 0.3 },
  );
  expect(outcome.code).toBe("image-timeout");
});

test("the invocation's own deadline ends a download", async () => {
  const server = await serve(() => undefined);
  const outcome = await fetchFrom(server.origin, {}, AbortSignal.timeout(200));
  await server.close();
  expect(outcome.code).toBe("image-timeout");
  expect(outcome.milliseconds).toBeLessThan(2000);
});

test("a name that DNS never answers for ends at the deadline", async () => {
  const fetcher = createImageFetcher({ ...fetchOptions, timeoutSeconds: 0.3, resolve: () => undefined });
  const started = Date.now();
  await expect(
    fetcher.fetchImage("https://images.example/", new AbortController().signal),
  ).rejects.toMatchObject({ code: "image-timeout" });
  expect(Date.now() - started).toBeLessThan(2000);
});

test("no compression is asked for, and a compressed bomb is refused unread", async () => {
  let asked: string | undefined;
  const bomb = gzipSync(Buffer.alloc(50_000_000));
  const before = process.memoryUsage().rss;
  const outcome = await fetchOnce((request, response) => {
    asked = request.headers["accept-encoding"];
    response.writeHead(200, { "content-encoding": "gzip" }).end(bomb);
  });
  expect(asked).toBe("identity");
  expect(outcome.code).toBe("unsupported-image");
  expect(process.memoryUsage().rss - before).toBeLessThan(40_000_000);
});

test.each([201, 204, 206, 304, 401, 404, 500])(
  "status %i is a failed download that names the status",
  async (status) => {
    const outcome = await fetchOnce((_, response) => response.writeHead(status).end());
    expect(outcome).toMatchObject({
      code: "image-unreachable",
      message: expect.stringContaining(String(status)) as string,
    });
  },
);

test("a redirect without a target is a failed download", async () => {
  expect((await fetchOnce((_, response) => response.writeHead(302).end())).code).toBe("image-unreachable");
});

test("a redirect from the exempt origin to another port of loopback is refused, and nothing arrives there", async () => {
  const victim = await serve((_, response) => response.end("secret"));
  const outcome = await fetchOnce((_, response) =>
    response.writeHead(302, { location: victim.origin }).end(),
  );
  await victim.close();
  expect(outcome.code).toBe("forbidden-target");
  expect(victim.connections()).toBe(0);
});

test("no credential, cookie or referrer is sent along", async () => {
  let names: string[] = [];
  await fetchOnce((request, response) => {
    names = Object.keys(request.headers).sort();
    response.end("x");
  });
  expect(names).toEqual(["accept", "accept-encoding", "connection", "host", "user-agent"]);
});
