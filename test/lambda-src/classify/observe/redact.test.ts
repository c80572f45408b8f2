import { describeCause, redact } from "../../../../lambda-src/classify/observe";

test.each([
  ["GET https://images.example/a?X-Amz-Signature=secret failed", "GET https://images.example/… failed"],
  ["https://user:secret@images.example:8443/x", "https://images.example:8443/…"],
  ["https://images.example?token=secret", "https://images.example/…"],
  ["https://images.example#secret", "https://images.example/…"],
  ["s3://bucket/secret/key.jpg is gone", "s3://bucket/… is gone"],
  [`redirected to "https://x.example/secret" twice`, `redirected to "https://x.example/…" twice`],
  ["path /a?token=secret refused", "path /a?… refused"],
  [`body ${"QUJD".repeat(40)}==`, "body …"],
  ["getaddrinfo ENOTFOUND images.example", "getaddrinfo ENOTFOUND images.example"],
  ["what? nothing", "what? nothing"],
])("%j is logged as %j", (text, expected) => {
  expect(redact(text)).toBe(expected);
});

test("a text of 500 characters is kept, and of a longer one the beginning", () => {
  const text = "word ".repeat(100);
  expect(redact(text)).toBe(text);
  expect(redact(`${text}x`)).toBe(`${text}…`);
});

test("causes come as one line without stacks, and a chain without end comes to one", () => {
  const inner = new TypeError("connect ECONNREFUSED");
  expect(describeCause(new Error("x", { cause: new Error("fetch failed", { cause: inner }) }))).toBe(
    "Error: fetch failed <- TypeError: connect ECONNREFUSED",
  );
  expect(describeCause(new Error("x"))).toBeUndefined();
  expect(describeCause(new Error("x", { cause: "secret" }))).toBe("string");
  const loop = new Error("again");
  loop.cause = loop;
  expect(describeCause(new Error("x", { cause: loop }))?.split(" <- ")).toHaveLength(4);
});
