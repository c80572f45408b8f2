import { maxDownloadBytes } from "../../../../lambda-src/classify/fetch";
import type { ObjectReaderOptions } from "../../../../lambda-src/classify/objects";
import { deadlineOf } from "../../../../lambda-src/classify/deadline";
import { errorOf, later, makeHandler, objectOptions } from "../../support/invoke";
import { twoColours } from "../../support/images";
import { recorded } from "../../support/recorded";
import { s3Error, serveS3, type LocalS3 } from "../../support/s3";

const host = "photos.s3.eu-west-1.amazonaws.com";
const prefixes = ["s3://photos/dogs/"];
let s3: LocalS3;
let photo: Buffer;

beforeAll(async () => {
  photo = await twoColours("png");
  s3 = await serveS3({ [`${host}/dogs/1.png`]: photo, [`${host}/cats/1.png`]: photo });
});

beforeEach(() => {
  s3.requests.length = 0;
  s3.answers.length = 0;
});

afterAll(() => s3.close());

const read = (url: string, options: Partial<ObjectReaderOptions> = {}, deadline = later()) =>
  s3.reader({ prefixes, ...options }).readObject(url, deadline);

const codeOf = (url: string, options?: Partial<ObjectReaderOptions>, deadline = later()): Promise<string> =>
  read(url, options, deadline).then(
    () => "read",
    (error: { code: string }) => error.code,
  );

test("a granted object comes byte for byte, by a signed request to its bucket's own host", async () => {
  expect((await read("s3://photos/dogs/1.png")).value.equals(photo)).toBe(true);
  expect(s3.requests).toEqual([`${host} /dogs/1.png`]);
});

test("the handler classifies an object, and the answer is that of the reference deployments", async () => {
  const { handler } = makeHandler(recorded("001").body, {}, { objects: s3.reader({ prefixes }) });
  expect(await handler({ url: "s3://photos/dogs/1.png" })).toEqual(recorded("001"));
});

test("what is not granted is not asked for, and what is not there is a 404", async () => {
  const { handler } = makeHandler("", {}, { objects: s3.reader({ prefixes }) });
  const forbidden = await handler({ url: "s3://photos/cats/1.png" });
  expect([forbidden.statusCode, errorOf(forbidden).code]).toEqual([400, "forbidden-target"]);
  expect(s3.connections()).toBeGreaterThan(0);
  expect(s3.requests).toEqual([]);
  const missing = await handler({ url: "s3://photos/dogs/2.png" });
  expect([missing.statusCode, errorOf(missing).code]).toEqual([404, "object-not-found"]);
  expect(s3.requests).toHaveLength(1);
});

test.each([
  [
    "dogs/Ärger & Söhne?#%20+(1)*'!~.jpg",
    "/dogs/%C3%84rger%20%26%20S%C3%B6hne%3F%23%2520%2B%281%29%2A%27%21~.jpg",
  ],
  ["dogs//a=b@c,d;e:f$g.jpg", "/dogs//a%3Db%40c%2Cd%3Be%3Af%24g.jpg"],
  ["dogs/\\..\\x.jpg", "/dogs/%5C..%5Cx.jpg"],
])("the key %s is encoded once, and its signature holds", async (key, path) => {
  await codeOf(`s3://photos/${key}`);
  expect(s3.requests).toEqual([`${host} ${path}`]);
});

test("a bucket with dots stands in the path, since S3's certificate does not cover it", async () => {
  await codeOf("s3://my.photos/1.png", { prefixes: ["s3://my.photos/"] });
  expect(s3.requests).toEqual(["s3.eu-west-1.amazonaws.com /my.photos/1.png"]);
});

test("in China S3 has another domain", async () => {
  const identity = { ...objectOptions.identity, region: () => Promise.resolve("cn-north-1") };
  await codeOf("s3://photos/dogs/1.png", { identity });
  expect(s3.requests).toEqual(["photos.s3.cn-north-1.amazonaws.com.cn /dogs/1.png"]);
});

test.each([
  [404, "NoSuchKey", "", "object-not-found"],
  [404, "NoSuchBucket", "", "objects-misconfigured"],
  [403, "AccessDenied", "Access Denied", "object-forbidden"],
  [403, "InvalidObjectState", "archived", "object-forbidden"],
  [403, "AccessDenied", "not authorized to perform: kms:Decrypt on the resource", "object-key-unusable"],
  [400, "KMS.DisabledException", "key is disabled", "object-key-unusable"],
  [400, "KMS.NotFoundException", "", "object-key-unusable"],
  [403, "SignatureDoesNotMatch", "", "objects-misconfigured"],
  [400, "ExpiredToken", "", "objects-misconfigured"],
  [400, "AuthorizationHeaderMalformed", "the region is wrong", "objects-misconfigured"],
  [301, "PermanentRedirect", "use the bucket's own region", "objects-misconfigured"],
  [416, "InvalidRange", "", "object-forbidden"],
  [503, "SlowDown", "", "objects-throttled"],
  [500, "InternalError", "", "objects-unavailable"],
  [502, "", "", "objects-unavailable"],
])("S3's answer %i %s %j is %s, and its words stay inside", async (status, code, message, expected) => {
  const arn = "arn:aws:kms:eu-west-1:123456789012:key/secret";
  for (let i = 0; i < 3; i++)
    s3.answers.push((_, response) => s3Error(response, status, code, `${message} ${arn}`));
  const { handler, log } = makeHandler("", {}, { objects: s3.reader({ prefixes }) });
  const response = await handler({ url: "s3://photos/dogs/1.png" });
  expect(errorOf(response).code).toBe(expected);
  expect(response.body).not.toMatch(/arn:|secret|SlowDown|Denied/);
  expect(log[0]?.cause).toContain(`S3 answered ${status}`);
  // Only what may pass is asked three times.
  expect(s3.requests).toHaveLength(
    expected === "objects-throttled" || expected === "objects-unavailable" ? 3 : 1,
  );
});

test("S3 that is busy once is asked again", async () => {
  s3.answers.push((_, response) => s3Error(response, 503, "SlowDown"));
  expect(await read("s3://photos/dogs/1.png")).toMatchObject({ attempts: 2 });
});

test("a redirect is not followed, wherever it leads", async () => {
  const before = s3.connections();
  s3.answers.push((_, response) => response.writeHead(307, { location: `${s3.origin}/cats/1.png` }).end());
  expect(await codeOf("s3://photos/dogs/1.png")).toBe("objects-misconfigured");
  expect(s3.requests).toHaveLength(1);
  expect(s3.connections() - before).toBeLessThanOrEqual(1);
});

test("an object of the largest size is read and one byte more is not, told beforehand or not", async () => {
  const sized = (bytes: number, headers: Record<string, number>) =>
    s3.answers.push((_, response) => response.writeHead(200, headers).end(Buffer.alloc(bytes)));
  sized(maxDownloadBytes, {});
  expect(await codeOf("s3://photos/dogs/1.png")).toBe("read");
  sized(maxDownloadBytes + 1, {});
  expect(await codeOf("s3://photos/dogs/1.png")).toBe("image-too-large");
  sized(maxDownloadBytes + 1, { "content-length": maxDownloadBytes + 1 });
  expect(await codeOf("s3://photos/dogs/1.png")).toBe("image-too-large");
});

test("an object that says nothing, one that drips, and a call that ends are time-outs", async () => {
  const url = "s3://photos/dogs/1.png";
  s3.answers.push(() => undefined);
  expect(await codeOf(url, { firstByteTimeoutSeconds: 0.3 })).toBe("image-timeout");
  const timers: NodeJS.Timeout[] = [];
  s3.answers.push((_, response) => timers.push(setInterval(() => response.write("x"), 20)));
  expect(await codeOf(url, { timeoutSeconds: 0.4 })).toBe("image-timeout");
  timers.forEach(clearInterval);
  s3.answers.push(() => undefined);
  expect(await codeOf(url, {}, deadlineOf(600))).toBe("image-timeout");
});

test("S3 that cannot be reached, and credentials that cannot be had, are told apart", async () => {
  const gone = "http://127.0.0.1:1";
  expect(await codeOf("s3://photos/dogs/1.png", { originOf: () => gone })).toBe("objects-unavailable");
  const none = () => Promise.reject(Object.assign(new Error("none"), { name: "CredentialsProviderError" }));
  const identity = { ...objectOptions.identity, credentials: none };
  expect(await codeOf("s3://photos/dogs/1.png", { identity })).toBe("objects-misconfigured");
});
