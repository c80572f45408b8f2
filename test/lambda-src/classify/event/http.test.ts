import { errorOf, makeHandler } from "../../support/invoke";
import { functionUrl, restApi } from "../../support/events";
import { twoColours } from "../../support/images";
import { recorded } from "../../support/recorded";

let body: string;

beforeAll(async () => {
  body = JSON.stringify({ image: (await twoColours()).toString("base64") });
});

const { handler } = makeHandler(recorded("001").body);
const typeOf = async (event: unknown) => (await handler(event)).headers["Content-Type"];

test.each([
  ["a function URL", functionUrl],
  ["API Gateway (payload 1.0)", restApi],
])("%s gets the same answer as a direct invocation, with CORS", async (_what, eventOf) => {
  expect(await handler(eventOf(body))).toEqual(recorded("001"));
});

describe.each([
  ["a function URL", (accept: string) => functionUrl(body, { headers: { accept } })],
  ["API Gateway (payload 1.0)", (Accept: string) => restApi(body, { headers: { Accept } })],
  [
    "API Gateway with repeated headers only",
    (accept: string) => restApi(body, { headers: null, multiValueHeaders: { accept: ["text/css", accept] } }),
  ],
])("through %s", (_what, eventOf) => {
  test.each([
    "application/json",
    "Application/JSON",
    "application/json; q=0.9",
    "text/plain, application/json",
    "application/json;q=0.001",
  ])("Accept: %s asks for classes", async (accept) => {
    expect(await typeOf(eventOf(accept))).toBe("application/json");
  });

  test.each([
    "*/*",
    "application/*",
    "text/plain",
    "application/json;q=0",
    "application/json; q=0.000",
    "application/jsonx",
    "",
  ])("Accept: %j gets the scores as text, as earlier callers did", async (accept) => {
    expect(await typeOf(eventOf(accept))).toBe("text/plain");
  });
});

test("a JSON answer holds the five best classes, or as many as asked for", async () => {
  const headers = { accept: "application/json" };
  const count = async (request: object, environment = {}, answer = recorded("001").body) => {
    const { handler: handle } = makeHandler(answer, environment);
    const response = await handle(
      functionUrl(JSON.stringify({ ...JSON.parse(body), ...request }), { headers }),
    );
    return (JSON.parse(response.body) as { predictions: unknown[] }).predictions.length;
  };
  expect(await count({})).toBe(5);
  expect(await count({ top: 7 })).toBe(7);
  expect(await count({}, { CLASS_COUNT: "3" }, "[[1, 2, 3]]")).toBe(3);
});

test.each([
  ["a function URL", functionUrl(undefined, {}, "OPTIONS")],
  ["API Gateway (payload 1.0)", restApi(null, {}, "OPTIONS")],
])("a browser's OPTIONS request through %s is answered without an image", async (_what, event) => {
  expect(await handler(event)).toEqual({
    statusCode: 204,
    headers: {
      "Access-Control-Allow-Origin": "*",
      "Access-Control-Allow-Methods": "POST, OPTIONS",
      "Access-Control-Allow-Headers": "Content-Type",
    },
    body: "",
  });
});

test.each(["GET", "PUT", "DELETE", "HEAD", "post-"])(
  "%s is refused with the method that is served",
  async (method) => {
    for (const event of [functionUrl(body, {}, method), restApi(body, {}, method)]) {
      const response = await handler(event);
      expect(response.statusCode).toBe(405);
      expect(response.headers["Access-Control-Allow-Origin"]).toBe("*");
      expect(errorOf(response).message).toContain("Only POST");
    }
  },
);
