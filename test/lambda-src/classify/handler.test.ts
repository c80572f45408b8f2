import { createImageFetcher } from "../../../lambda-src/classify/fetch";
import { failures } from "../../../lambda-src/classify/failures";
import { createLocalRunner } from "../../../lambda-src/local";
import { twoColours } from "../support/images";
import { errorOf, fetchOptions, makeHandler } from "../support/invoke";
import { recorded, recordedNames } from "../support/recorded";
import { serve, serveContainer, type LocalServer, type StubContainer } from "../support/servers";

let photo: Buffer;
let photos: LocalServer;
let container: StubContainer;

beforeAll(async () => {
  photo = await twoColours("png", 600, 400);
  photos = await serve((_, response) => response.end(photo));
  container = await serveContainer("unused");
});

afterAll(async () => {
  await photos.close();
  await container.close();
});

async function invoke(event: unknown, environment: Record<string, string> = {}) {
  const options = { endpointUrl: container.origin, photoOrigin: photos.origin, environment };
  const runner = await createLocalRunner(options);
  try {
    return await runner.invoke(event);
  } finally {
    await runner.close();
  }
}

describe("with the AWS SDK's client, a photo server and a container that plays back a recorded response", () => {
  test.each(recordedNames)(
    "the whole response of deployment %s comes out as its callers knew it",
    async (name) => {
      container.respond = { status: 200, body: recorded(name).body };
      expect(await invoke({ url: `${photos.origin}/dog.png` })).toEqual(recorded(name));
    },
  );

  test("digits survive that JavaScript's own numbers would lose", async () => {
    const scores = Array<string>(133).fill("0.12345678901234567890123");
    const body = `[[1e-400, -0.0, ${scores.slice(2).join(", ")}]]`;
    container.respond = { status: 200, body: `${body}\n` };
    expect((await invoke({ url: `${photos.origin}/dog.png` })).body).toBe(body);
  });

  test("the best class of deployment 001 is index 13, Basenji, and all probabilities add up to 1", async () => {
    container.respond = { status: 200, body: recorded("001").body };
    const environment = { CLASS_LABELS: "dog-breeds" };
    const response = await invoke({ url: `${photos.origin}/dog.png`, top: 133 }, environment);
    expect(response.headers["Content-Type"]).toBe("application/json");
    const { predictions } = JSON.parse(response.body) as {
      predictions: { index: number; label: string; probability: number }[];
    };
    expect(predictions[0]).toMatchObject({ index: 13, label: "Basenji" });
    expect(predictions).toHaveLength(133);
    expect(predictions.reduce((sum, { probability }) => sum + probability, 0)).toBeCloseTo(1, 10);
  });

  test("resize sends a small square JPEG, whatever the image was", async () => {
    container.respond = { status: 200, body: recorded("001").body };
    await invoke({ url: `${photos.origin}/dog.png` });
    const sent = container.requests.at(-1);
    expect(sent?.contentType).toBe("image/jpeg");
    expect(sent?.body.subarray(0, 3)).toEqual(Buffer.from([0xff, 0xd8, 0xff]));
    expect(sent?.body.length).toBeLessThan(photo.length * 4);
  });

  test("pass-through sends the very bytes with their own type", async () => {
    await invoke({ url: `${photos.origin}/dog.png` }, { IMAGE_MODE: "pass-through" });
    expect(container.requests.at(-1)).toEqual({ contentType: "image/png", body: photo });
  });

  test("url sends the URL on and downloads nothing", async () => {
    const before = photos.connections();
    await invoke({ url: `${photos.origin}/dog.png` }, { IMAGE_MODE: "url" });
    const sent = container.requests.at(-1);
    expect(sent?.contentType).toBe("application/json");
    expect(JSON.parse(String(sent?.body))).toEqual({ url: `${photos.origin}/dog.png` });
    expect(photos.connections()).toBe(before);
  });

  test("url sends on neither a forbidden URL nor an image", async () => {
    const before = container.requests.length;
    const forbidden = await invoke({ url: "https://169.254.169.254/" }, { IMAGE_MODE: "url" });
    expect(errorOf(forbidden).code).toBe("forbidden-target");
    const image = await invoke({ image: photo.toString("base64") }, { IMAGE_MODE: "url" });
    expect(errorOf(image).code).toBe("unsupported-source");
    expect(container.requests.length).toBe(before);
  });

  test("an image in the event needs no download", async () => {
    const before = photos.connections();
    expect(await invoke({ image: photo.toString("base64") })).toEqual(recorded("001"));
    expect(photos.connections()).toBe(before);
  });

  test.each([
    [400, "endpoint-refused-input", 422],
    [415, "endpoint-refused-input", 422],
    [500, "endpoint-error", 502],
  ])("a container's status %i is %s", async (status, code, expected) => {
    const secret =
      "Traceback: File /opt/ml/code/inference.py arn:aws:sagemaker:eu-west-1:123456789012:endpoint/x";
    container.respond = { status, body: secret };
    const response = await invoke({ image: photo.toString("base64") });
    expect(response.statusCode).toBe(expected);
    expect(errorOf(response).code).toBe(code);
    expect(response.body).not.toMatch(/Traceback|arn:|\/opt/);
  });
});

describe("the endpoint's answer is checked", () => {
  const numbers = (count: number) => Array<number>(count).fill(0.5).join(", ");
  test.each([
    ["nothing", ""],
    ["text", "Internal error"],
    ["Python's NaN", `[[NaN, ${numbers(132)}]]`],
    ["a number beyond a double", `[[1e999, ${numbers(132)}]]`],
    ["a text among numbers", `[["0.5", ${numbers(132)}]]`],
    ["132 numbers", `[[${numbers(132)}]]`],
    ["134 numbers", `[[${numbers(134)}]]`],
    ["no outer array", `[${numbers(133)}]`],
    ["two rows", `[[${numbers(133)}], [${numbers(133)}]]`],
    ["an object", `{"0": [${numbers(133)}]}`],
  ])("%s is refused", async (_what, answer) => {
    const response = await makeHandler(answer).handler({ image: photo.toString("base64") });
    expect(response.statusCode).toBe(502);
    expect(errorOf(response).code).toBe("invalid-endpoint-response");
  });
});

test("every failure has its status, the request's id, CORS, and no text of another system", async () => {
  const cause = new Error("arn:aws:sagemaker:eu-west-1:123456789012:endpoint/breeds at 10.0.0.7");
  const { handler, log } = makeHandler(cause);
  const response = await handler({ image: photo.toString("base64") });
  expect(response.statusCode).toBe(failures["endpoint-unavailable"].status);
  expect(response.headers).toEqual({
    "Content-Type": "application/json",
    "Access-Control-Allow-Origin": "*",
  });
  expect(errorOf(response)).toMatchObject({
    code: "endpoint-unavailable",
    retryable: true,
    requestId: "request-1",
  });
  expect(response.body).not.toMatch(/arn:|10\.0\.0|\bat\b .*\.ts/);
  // The operator's log has what the caller does not get.
  expect(log[0]?.cause).toContain("10.0.0.7");
});

test("something unforeseen is an internal error, not a crash", async () => {
  const broken = {
    checkUrl: () => new URL("https://x/"),
    fetchImage: () => Promise.reject(new TypeError("x is not a function")),
  };
  const response = await makeHandler("", {}, { fetcher: broken }).handler({ url: "https://images.example/" });
  expect(response.statusCode).toBe(500);
  expect(errorOf(response).code).toBe("internal-error");
  expect(response.body).not.toContain("not a function");
});

test("no log line holds the URL's query, even if an error's text does", async () => {
  const leaking = {
    checkUrl: () => new URL("https://x/"),
    fetchImage: () => Promise.reject(new Error("GET https://images.example/a?X-Amz-Signature=secret failed")),
  };
  const { handler, log } = makeHandler("", {}, { fetcher: leaking });
  await handler({ url: "https://images.example/a?X-Amz-Signature=secret" });
  expect(JSON.stringify(log)).not.toContain("secret");
});

test("a failure is answered before the invocation's own deadline", async () => {
  const silent = await serve(() => undefined);
  const { allowLoopbackOrigin } = await import("../../../lambda-src/local/loopback-policy");
  const fetcher = createImageFetcher({ ...fetchOptions, policy: allowLoopbackOrigin(silent.origin) });
  const { handler } = makeHandler("", {}, { fetcher });
  const started = Date.now();
  const response = await handler(
    { url: `${silent.origin}/` },
    { awsRequestId: "r", getRemainingTimeInMillis: () => 600 },
  );
  await silent.close();
  expect(errorOf(response).code).toBe("image-timeout");
  expect(Date.now() - started).toBeLessThan(600);
});
