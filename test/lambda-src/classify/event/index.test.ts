import { recogniseEvent } from "../../../../lambda-src/classify/event";
import { batch, functionUrl, restApi } from "../../support/events";
import { errorOf, makeHandler } from "../../support/invoke";

/** What is read of any event but a batch. */
function readEvent(event: unknown, classCount = 133) {
  const recognised = recogniseEvent(event);
  if (recognised.kind === "queue") throw new Error("is a batch");
  return recognised.read(classCount);
}

const url = "https://images.example/dog.jpg";
const request = { source: { kind: "url", url } };

test.each([
  ["direct", { url }],
  ["direct", { url, asynchronous: false }],
  ["direct", { image: "AAAA" }],
  ["direct", "a text"],
  ["asynchronous", { url, asynchronous: true }],
  ["asynchronous", { asynchronous: true }],
  ["http", functionUrl("{}")],
  ["http", restApi("{}")],
  ["queue", batch([{ url }])],
])("the kind %s is recognised by the shape of %j", (kind, event) => {
  expect(recogniseEvent(event).kind).toBe(kind);
});

test.each([
  ["an invocation", { url }],
  ["an asynchronous invocation", { url, asynchronous: true }],
  ["a function URL", functionUrl(JSON.stringify({ url }))],
  ["API Gateway (payload 1.0)", restApi(JSON.stringify({ url }))],
  [
    "a function URL with a base64 body",
    functionUrl(Buffer.from(JSON.stringify({ url })).toString("base64"), { isBase64Encoded: true }),
  ],
  [
    "API Gateway with a base64 body",
    restApi(Buffer.from(JSON.stringify({ url })).toString("base64"), { isBase64Encoded: true }),
  ],
  ["an earlier caller with keys of its own", { url, comment: "mine" }],
])("a URL is recognised in the event of %s", (_what, event) => {
  expect(readEvent(event)).toMatchObject(request);
});

test.each(["s3://bucket/dog.jpg", "S3://bucket/dog.jpg", "s3:dog.jpg"])(
  "%s is left to S3's reader",
  (text) => {
    expect(readEvent({ url: text })).toEqual({ source: { kind: "s3", url: text }, top: undefined });
  },
);

test("an image is recognised, line breaks of a base64 encoder included", () => {
  const bytes = Buffer.from("some bytes of an image");
  const image = bytes.toString("base64").replace(/(.{10})/g, "$1\r\n");
  expect(readEvent({ image })).toEqual({ source: { kind: "image", bytes }, top: undefined });
});

test.each([1, 133])("top may be %i", (top) => {
  expect(readEvent({ url, top })).toMatchObject({ top });
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
  ["asynchronous as text", { url, asynchronous: "true" }],
  ["a batch without messages", { Records: [] }],
  ["records without a source", { Records: [{ body: "{}" }] }],
  ["records of S3", { Records: [{ eventSource: "aws:s3", messageId: "1", s3: { object: { key: "a" } } }] }],
  ["records of SNS", { Records: [{ EventSource: "aws:sns", Sns: { Message: "{}" } }] }],
  ["an EventBridge event", { "detail-type": "x", source: "my.app", detail: { url } }],
  ["a function URL without a body", functionUrl(undefined)],
  ["a body that is not JSON", functionUrl("url=https://images.example")],
  ["a body that is an array", functionUrl("[]")],
  ["a body that is null", functionUrl("null")],
  ["a body that asks to be asynchronous", functionUrl(JSON.stringify({ url, asynchronous: true }))],
  ["a base64 body that is not base64", functionUrl("{}", { isBase64Encoded: true })],
];

test.each(wrong)("%s is a 400 that says what is expected", async (_what, event) => {
  const response = await makeHandler("").handler(event);
  expect(response.statusCode).toBe(400);
  expect(errorOf(response).code).toBe("invalid-event");
  expect(errorOf(response).message).toContain("; expected ");
});

test("an object in S3 is refused where no prefix is granted", async () => {
  const response = await makeHandler("").handler({ url: "s3://bucket/dog.jpg" });
  expect(response.statusCode).toBe(400);
  expect(errorOf(response).code).toBe("forbidden-target");
});
