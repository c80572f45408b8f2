import { twoColours } from "../support/images";
import { makeHandler } from "../support/invoke";
import { recorded } from "../support/recorded";

let image: string;

beforeAll(async () => {
  image = (await twoColours()).toString("base64");
});

test("an asynchronous event that works returns its answer, which a destination may take", async () => {
  const { handler } = makeHandler(recorded("001").body);
  expect(await handler({ image, asynchronous: true })).toEqual(recorded("001"));
});

test.each([
  ["the endpoint", {}, "AccessDeniedException", "endpoint-misconfigured"],
  ["the request", { image: "AAAA" }, "x", "unsupported-image"],
  ["the event's shape", { image: 7 }, "x", "invalid-event"],
])(
  "a failure of %s is thrown, so that Lambda keeps the event: code, message, no stack",
  async (_what, changes, name, code) => {
    const cause = Object.assign(new Error("arn:aws:iam::123456789012:role/x"), { name });
    const { handler, log } = makeHandler(cause);
    const thrown = await handler({ image, asynchronous: true, ...changes }).then(
      () => undefined,
      (error: Error) => error,
    );
    expect(thrown).toBeInstanceOf(Error);
    expect(thrown?.name).toBe(code);
    expect(thrown?.message).not.toContain("arn:");
    expect(thrown?.stack).toBe("");
    expect(log).toMatchObject([{ kind: "asynchronous", code }]);
  },
);

test("the same failure without that mark is an answer", async () => {
  const { handler } = makeHandler("");
  expect(await handler({ image: "AAAA" })).toMatchObject({ statusCode: 415 });
});
