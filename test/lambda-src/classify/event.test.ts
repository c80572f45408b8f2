import { readEvent } from "../../../lambda-src/classify/event";
import { errorOf, makeHandler } from "../support/invoke";

const url = "https://images.example/dog.jpg";
const request = { source: { kind: "url", url } };

const functionUrl = (body: unknown, method = "POST") => ({
  version: "2.0",
  rawPath: "/",
  requestContext: { http: { method } },
  body,
});

const restApi = (body: unknown, httpMethod = "POST") => ({
  httpMethod,
  path: "/",
  requestContext: { stage: "prod" },
  body,
});

test.each([
  ["an invocation", { url }],
  ["a function URL", functionUrl(JSON.stringify({ url }))],
  ["API Gateway (payload 1.0)", restApi(JSON.stringify({ url }))],
  [
    "a function URL with a base64 body",
    { ...functionUrl(Buffer.from(JSON.stringify({ url })).toString("base64")), isBase64Encoded: true },
  ],
  ["an earlier caller with keys of its own", { url, comment: "mine" }],
])("a URL is recognised in the event of %s", (_what, event) => {
  expect(readEvent(event, 133)).toMatchObject(request);
});

test("an image is recognised, line breaks of a base64 encoder included", () => {
  const bytes = Buffer.from("some bytes of an image");
  const image = bytes.toString("base64").replace(/(.{10})/g, "$1\r\n");
  expect(readEvent({ image }, 133)).toEqual({ source: { kind: "image", bytes }, top: undefined });
});

test("a browser's OPTIONS request is answered without an image", async () => {
  const response = await makeHandler("").handler(functionUrl(undefined, "OPTIONS"));
  expect(response).toMatchObject({ statusCode: 204, headers: { "Access-Control-Allow-Origin": "*" } });
});

test("a GET is refused with the method that is served", async () => {
  const response = await makeHandler("").handler(restApi(null, "GET"));
  expect(response.statusCode).toBe(405);
  expect(errorOf(response).message).toContain("POST");
});

test.each([1, 133])("top may be %i", (top) => {
  expect(readEvent({ url, top }, 133)).toMatchObject({ top });
});

const wrong: readonly [what: string, event: unknown][] = [
  ["nothing", undefined],
  ["null", null],
  ["a text", url],
  ["an array", [{ url }]],
  ["an empty object", {}],
  ["a URL that is a number", { url: 7 }],
  ["an empty URL", { url: "" }],
  ["a URL and an image", { url, image: "AAAA" }],
  ["an image that is not base64", { image: "not base64!" }],
  ["an image with a data: prefix", { image: "data:image/png;base64,AAAA" }],
  ["an image with base64 of the wrong length", { image: "AAAAA" }],
  ["an image in the URL-safe alphabet", { image: "AA-_" }],
  ["an empty image", { image: "" }],
  ["an image that is an object", { image: { type: "Buffer", data: [1] } }],
  ["top 0", { url, top: 0 }],
  ["top 134", { url, top: 134 }],
  ["top 1.5", { url, top: 1.5 }],
  ["top as text", { url, top: "5" }],
  ["an SQS batch", { Records: [{ body: "{}" }] }],
  ["a function URL without a body", functionUrl(undefined)],
  ["a body that is not JSON", functionUrl("url=https://images.example")],
  ["a body that is an array", functionUrl("[]")],
  ["a body that is null", functionUrl("null")],
  ["a base64 body that is not base64", { ...functionUrl("{}"), isBase64Encoded: true }],
];

test.each(wrong)("%s is a 400 that says what is expected", async (_what, event) => {
  const response = await makeHandler("").handler(event);
  expect(response.statusCode).toBe(400);
  expect(errorOf(response).code).toBe("invalid-event");
  expect(errorOf(response).message).toMatch(/expected|whole number from 1 to 133/);
});

test("an object in S3 is refused with what is possible instead", async () => {
  const response = await makeHandler("").handler({ url: "s3://bucket/dog.jpg" });
  expect(response.statusCode).toBe(400);
  expect(errorOf(response)).toMatchObject({
    code: "unsupported-source",
    message: expect.stringContaining("https://") as string,
  });
});
