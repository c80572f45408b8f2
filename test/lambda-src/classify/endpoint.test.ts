import { invokeEndpoint, type RuntimeClient } from "../../../lambda-src/classify/endpoint";
import type { Deadline } from "../../../lambda-src/classify/deadline";
import { answering, later } from "../support/invoke";

const payload = { contentType: "image/jpeg", body: Buffer.from("x") };
const named = (name: string, fields: object = {}) =>
  Object.assign(new Error("arn:aws:iam::123456789012:role/x"), { name }, fields);

test.each([
  ["ThrottlingException", {}, "endpoint-throttled"],
  ["ModelNotReadyException", {}, "endpoint-unavailable"],
  ["ServiceUnavailable", {}, "endpoint-unavailable"],
  ["InternalFailure", {}, "endpoint-unavailable"],
  ["AccessDeniedException", {}, "endpoint-misconfigured"],
  ["ValidationError", {}, "endpoint-misconfigured"],
  ["CredentialsProviderError", {}, "endpoint-misconfigured"],
  ["ModelError", { OriginalStatusCode: 415 }, "endpoint-refused-input"],
  ["ModelError", { OriginalStatusCode: 429 }, "endpoint-throttled"],
  ["ModelError", { OriginalStatusCode: 500 }, "endpoint-error"],
  ["ModelError", { OriginalStatusCode: 502 }, "endpoint-unavailable"],
  ["ModelError", { OriginalStatusCode: 503 }, "endpoint-throttled"],
  ["ModelError", {}, "endpoint-error"],
  ["TimeoutError", {}, "endpoint-timeout"],
  ["ECONNREFUSED", {}, "endpoint-unavailable"],
])("%s %j becomes %s, and its own text stays inside", async (name, fields, code) => {
  const call = invokeEndpoint(answering(named(name, fields)), "breeds", payload, later());
  await expect(call).rejects.toMatchObject({ code, message: expect.not.stringContaining("arn:") as string });
});

test("an ended deadline is a timeout, whatever the client calls it", async () => {
  const over: Deadline = { signal: AbortSignal.abort(), remainingMilliseconds: () => -1 };
  const call = invokeEndpoint(answering(named("AbortError")), "breeds", payload, over);
  await expect(call).rejects.toMatchObject({ code: "endpoint-timeout" });
});

test("exactly the one endpoint is invoked, with the payload's type and body", async () => {
  const inputs: unknown[] = [];
  const client = {
    send: (command: { input: unknown }) => {
      inputs.push(command.input);
      return Promise.resolve({
        Body: Buffer.from("[[1]]"),
        InvokedProductionVariant: "first",
        CustomAttributes: "2026-11-01",
      });
    },
  } as unknown as RuntimeClient;
  expect(await invokeEndpoint(client, "breeds", payload, later())).toEqual({
    text: "[[1]]",
    model: { variant: "first", version: "2026-11-01" },
    attempts: 1,
  });
  expect(inputs).toEqual([
    { EndpointName: "breeds", ContentType: "image/jpeg", Accept: "application/json", Body: payload.body },
  ]);
});

test.each(["<script>alert(1)</script>", "two words", "a".repeat(129), ""])(
  "a container's attribute %j is not passed on",
  async (CustomAttributes) => {
    const client = {
      send: () => Promise.resolve({ Body: Buffer.from("[[1]]"), CustomAttributes }),
    } as unknown as RuntimeClient;
    expect((await invokeEndpoint(client, "breeds", payload, later())).model).toEqual({});
  },
);
