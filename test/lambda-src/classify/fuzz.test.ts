import fc from "fast-check";
import { failures } from "../../../lambda-src/classify/failures";
import { createImageFetcher } from "../../../lambda-src/classify/fetch";
import { answering, fetchOptions, makeHandler } from "../support/invoke";
import { hostileUrls } from "../support/hostile-urls";
import { recorded } from "../support/recorded";

const seed = Number(process.env.FUZZ_SEED ?? Date.now() % 2 ** 31);
const runs = 1000;

/** Names never resolve and nothing is dialled here; the tests with real sockets are in fetch/hostile-urls.test.ts. */
const fetcher = createImageFetcher({
  ...fetchOptions,
  timeoutSeconds: 1,
  resolve: (_hostname, _options, callback) => callback(new Error("ENOTFOUND"), []),
});

const url = fc.oneof(
  fc.webUrl(),
  fc.constantFrom(...hostileUrls.map((hostile) => hostile.url)),
  fc.ipV4().map((address) => `https://${address}.invalid/`),
  fc.string(),
  fc.anything(),
);
const image = fc.oneof(fc.base64String(), fc.string(), fc.anything());
const top = fc.oneof(fc.integer(), fc.double(), fc.anything());
const request = fc.record({ url, image, top }, { requiredKeys: [] });
const body = fc.oneof(
  request.map((value) => JSON.stringify(value)),
  fc.json(),
  fc.string(),
  fc.base64String(),
);
const http = fc.record(
  {
    version: fc.constantFrom("1.0", "2.0"),
    httpMethod: fc.constantFrom("POST", "GET", "OPTIONS", "post"),
    requestContext: fc.oneof(
      fc.record({ http: fc.record({ method: fc.constantFrom("POST", "GET", "OPTIONS") }) }),
      fc.anything(),
    ),
    body,
    isBase64Encoded: fc.anything(),
  },
  { requiredKeys: ["requestContext"] },
);
const event = fc.oneof(request, http, fc.anything());

test(`whatever the event, the answer is well formed and nothing leaks (seed ${seed}; FUZZ_SEED repeats it)`, async () => {
  const { handler } = makeHandler(
    recorded("001").body,
    {},
    { fetcher, runtimeClient: answering(recorded("001").body) },
  );
  const statuses = new Set<number>([200, 204, ...Object.values(failures).map(({ status }) => status)]);
  const seen = new Set<number>();
  await fc.assert(
    fc.asyncProperty(event, async (value) => {
      const response = await handler(value);
      seen.add(response.statusCode);
      expect(statuses).toContain(response.statusCode);
      expect(response.statusCode).not.toBe(500);
      expect(typeof response.body).toBe("string");
      expect(response.headers["Access-Control-Allow-Origin"]).toBe("*");
      if (response.statusCode < 400) return;
      const { error } = JSON.parse(response.body) as { error: Record<string, unknown> };
      expect(Object.keys(error).sort()).toEqual(["code", "message", "requestId", "retryable"]);
      expect(failures[error.code as keyof typeof failures]?.status).toBe(response.statusCode);
      expect(response.body).not.toMatch(/arn:aws|node_modules|\.ts:\d|\bat .+\(/);
    }),
    { seed, numRuns: runs },
  );
  // The generator reaches more than the first door.
  expect(seen.size).toBeGreaterThanOrEqual(3);
});
