/** Random events: of every kind, from well-formed ones down to noise. */
import fc from "fast-check";
import { hostileUrls } from "./hostile-urls";
import { batch, functionUrl, restApi } from "./events";

/** Names that resolve, in the probe, to public, to private, and to mixed addresses. */
export const names: Readonly<Record<string, readonly string[]>> = {
  "public.example": ["93.184.215.14"],
  "dual.example": ["93.184.215.14", "2606:2800:21f::1"],
  "private.example": ["10.0.0.7"],
  "mixed.example": ["93.184.215.14", "127.0.0.1"],
  "metadata.example": ["169.254.169.254"],
  "unique-local.example": ["fd12:3456::1"],
};

/** What the probe's servers do, by the first part of a URL's path. */
export const serverBehaviours = [
  "photo",
  "redirect",
  "silent",
  "drip",
  "garbage",
  "huge",
  "gzip",
  "error",
] as const;

const host = fc.oneof(
  fc.constantFrom(...Object.keys(names)),
  fc.ipV4(),
  fc.ipV6().map((address) => `[${address}]`),
  fc.ipV4Extended(),
  fc.domain(),
);
const path = fc.oneof(
  fc.constantFrom(...serverBehaviours),
  fc
    .tuple(fc.constantFrom("redirect"), fc.constantFrom(...hostileUrls.map(({ url }) => url)))
    .map(([behaviour, target]) => `${behaviour}?to=${encodeURIComponent(target)}`),
);
const url = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.tuple(fc.constantFrom("http", "https"), host, path).map(([s, h, p]) => `${s}://${h}/${p}`),
  },
  { weight: 1, arbitrary: fc.webUrl({ withQueryParameters: true, withFragments: true }) },
  { weight: 1, arbitrary: fc.constantFrom(...hostileUrls.map((hostile) => hostile.url)) },
  { weight: 1, arbitrary: fc.string().map((key) => `s3://bucket/${key}`) },
  { weight: 1, arbitrary: fc.string({ unit: "binary" }) },
  { weight: 1, arbitrary: fc.anything() },
);

/** A real image, a real one with some bytes changed or cut off, or something else. */
const imageOf = (photos: readonly Buffer[]) =>
  fc.oneof(
    fc.constantFrom(...photos).map((photo) => photo.toString("base64")),
    fc
      .tuple(
        fc.constantFrom(...photos),
        fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 8 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
      )
      .map(([photo, changes, share]) => {
        const bytes = Buffer.from(photo.subarray(0, Math.ceil(photo.length * share)));
        for (const [at, value] of changes) if (bytes.length > 0) bytes[at % bytes.length] = value;
        return bytes.toString("base64");
      }),
    fc.base64String(),
    fc.string(),
    fc.anything(),
  );

export function fuzzEvents(photos: readonly Buffer[]): fc.Arbitrary<unknown> {
  const top = fc.oneof(fc.integer({ min: -1, max: 140 }), fc.double(), fc.anything());
  const full = fc.record(
    { url, image: imageOf(photos), top, asynchronous: fc.anything() },
    { requiredKeys: [] },
  );
  const request = fc.oneof(
    { weight: 3, arbitrary: fc.record({ url }) },
    { weight: 2, arbitrary: fc.record({ image: imageOf(photos) }) },
    { weight: 1, arbitrary: fc.record({ url, asynchronous: fc.constant(true) }) },
    { weight: 2, arbitrary: full },
  );
  const body = fc.oneof(
    { weight: 3, arbitrary: request.map((value) => JSON.stringify(value)) },
    { weight: 1, arbitrary: fc.json() },
    { weight: 1, arbitrary: fc.string() },
    { weight: 1, arbitrary: fc.anything() },
  );
  const changes = fc.record(
    {
      isBase64Encoded: fc.oneof(fc.boolean(), fc.anything()),
      headers: fc.oneof(
        fc.dictionary(fc.constantFrom("accept", "Accept", "x"), fc.anything()),
        fc.anything(),
      ),
      multiValueHeaders: fc.oneof(
        fc.dictionary(fc.constant("Accept"), fc.array(fc.anything())),
        fc.anything(),
      ),
    },
    { requiredKeys: [] },
  );
  const method = fc.oneof(
    { weight: 4, arbitrary: fc.constant("POST") },
    { weight: 1, arbitrary: fc.oneof(fc.constantFrom("OPTIONS", "GET", "post"), fc.string()) },
  );
  const http = fc
    .tuple(fc.constantFrom(functionUrl, restApi), body, changes, method)
    .map(([eventOf, text, changed, verb]) => eventOf(text, changed, verb));
  const queue = fc
    .tuple(fc.array(body, { maxLength: 4 }), fc.constantFrom("photos", "photos.fifo"))
    .map(([bodies, name]) => batch(bodies, name));
  return fc.oneof(
    { weight: 4, arbitrary: request },
    { weight: 3, arbitrary: http },
    { weight: 1, arbitrary: queue },
    { weight: 1, arbitrary: fc.record({ Records: fc.anything(), requestContext: fc.anything(), body }) },
    { weight: 1, arbitrary: fc.anything() },
  );
}
