/**
 * The zip that is deployed, run by AWS's own runtime interface client under AWS's own emulator: what comes out is what
 * Lambda would give a caller, a queue or a destination.
 */
import { mkdtempSync, rmSync } from "node:fs";
import type { ServerResponse } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildFunction } from "../../../lambda-src/build";
import type { ClassifyResponse } from "../../../lambda-src/classify/response";
import { startRuntimeFront, type RuntimeFront } from "../../../lambda-src/local/runtime-front";
import { unpack } from "../../../lambda-src/build/unpack";
import { batch, functionUrl } from "../support/events";
import { twoColours } from "../support/images";
import { errorOf } from "../support/invoke";
import { recorded, recordedNames } from "../support/recorded";
import { serve, type LocalServer } from "../support/servers";
import { startEmulator, type Emulator } from "./emulator";
import { runtimeInterface } from "./interface";

const parts = runtimeInterface();

/** Not run where the client cannot be built, and the name says why; where CI is set it fails instead. */
const declare = "missing" in parts && process.env.CI !== "true" ? describe.skip : describe;
const title =
  "missing" in parts ? `under Lambda's runtime [not run: ${parts.missing}]` : "under Lambda's runtime";

const timeoutSeconds = 4;
const scores = recorded("001").body;
const ok = (response: ServerResponse) => void response.writeHead(200).end(scores);
const status = (code: number) => (response: ServerResponse) => void response.writeHead(code).end("no");
const requestIdPattern = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/;

declare(title, () => {
  let folder: string;
  let container: LocalServer;
  let front: RuntimeFront;
  let emulator: Emulator;
  let image: string;
  /** What the endpoint's container does with the next requests. */
  let answer: (response: ServerResponse) => void;

  const start = (environment: Record<string, string>) => {
    if ("missing" in parts) throw new Error(`Must run here, but: ${parts.missing}`);
    return startEmulator({
      parts,
      folder,
      timeoutSeconds,
      environment: {
        ENDPOINT_NAME: "breeds",
        CLASS_LABELS: "dog-breeds",
        AWS_ENDPOINT_URL_SAGEMAKER_RUNTIME: front.url,
        ...environment,
      },
    });
  };
  const invoke = async (event: unknown) => (await emulator.invoke(event)) as ClassifyResponse;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "runtime-"));
    const architecture = process.arch === "arm64" ? "arm64" : "x86_64";
    unpack(buildFunction({ architecture }).zipPath, folder);
    image = (await twoColours("webp")).toString("base64");
    container = await serve((request, response) => {
      request.resume().on("end", () => answer(response));
    });
    front = await startRuntimeFront("breeds", container.origin);
    emulator = await start({});
  });

  beforeEach(() => {
    answer = ok;
  });

  afterAll(async () => {
    await emulator.stop();
    await front.close();
    await container.close();
    rmSync(folder, { recursive: true });
  });

  test.each(recordedNames)("the recorded response %s comes out number for number", async (name) => {
    answer = (response) => void response.writeHead(200).end(recorded(name).body);
    expect(await invoke({ image })).toEqual(recorded(name));
  });

  test("top k gives the best classes, and the id that Lambda gave the request", async () => {
    const { statusCode, headers, body } = await invoke({ image, top: 2 });
    expect(statusCode).toBe(200);
    expect(headers["Content-Type"]).toBe("application/json");
    const { predictions, requestId } = JSON.parse(body) as {
      predictions: { index: number; label: string }[];
      requestId: string;
    };
    expect(predictions.map(({ index, label }) => [index, label])).toEqual([
      [13, "Basenji"],
      [70, "German shepherd dog"],
    ]);
    expect(requestId).toMatch(requestIdPattern);
    expect(emulator.log()).toContainEqual(expect.stringContaining(`START RequestId: ${requestId}`));
  });

  test("a function URL's event gets the response that becomes its HTTP response, and OPTIONS gets CORS", async () => {
    const body = Buffer.from(JSON.stringify({ image })).toString("base64");
    expect(await invoke(functionUrl(body, { isBase64Encoded: true }))).toEqual(recorded("001"));
    const preflight = await invoke(functionUrl("", {}, "OPTIONS"));
    expect(preflight.statusCode).toBe(204);
    expect(preflight.headers["Access-Control-Allow-Methods"]).toBe("POST, OPTIONS");
  });

  test.each([
    ["neither URL nor image", { picture: "" }, 400, "invalid-event"],
    ["a loopback address", { url: "https://127.0.0.1/" }, 400, "forbidden-target"],
    ["an object that is not granted", { url: "s3://photos/dog.jpg" }, 400, "forbidden-target"],
    ["text for an image", { image: "YWJj" }, 415, "unsupported-image"],
  ])("%s is refused with a stable code and Lambda's request id", async (_, event, statusCode, code) => {
    const response = await invoke(event);
    expect(response.statusCode).toBe(statusCode);
    expect(errorOf(response)).toMatchObject({
      code,
      requestId: expect.stringMatching(requestIdPattern) as string,
    });
  });

  test.each([
    [500, 502, "endpoint-error", 1],
    [503, 503, "endpoint-throttled", 3],
  ])("a container's %i is a %i %s after %i attempts", async (given, statusCode, code, attempts) => {
    let asked = 0;
    answer = (response) => {
      asked++;
      status(given)(response);
    };
    const response = await invoke({ image });
    expect([response.statusCode, errorOf(response).code, asked]).toEqual([statusCode, code, attempts]);
  });

  test("an endpoint that never answers is a 504 before Lambda's timeout, and the same process goes on", async () => {
    answer = () => undefined;
    const response = await invoke({ image });
    expect([response.statusCode, errorOf(response).code]).toEqual([504, "endpoint-timeout"]);
    answer = ok;
    expect(await invoke({ image })).toEqual(recorded("001"));
    const coldStarts = emulator.log().filter((line) => line.includes(`"coldStart":true`));
    expect(coldStarts).toHaveLength(1);
  });

  test("of a queue's batch the messages that failed are named, and only they", async () => {
    const event = batch([{ image }, "no JSON", { image }, { url: "https://localhost/" }]);
    const failed = ["message-2", "message-4"].map((itemIdentifier) => ({ itemIdentifier }));
    const { batchItemFailures } = (await emulator.invoke(event)) as { batchItemFailures: unknown[] };
    expect(batchItemFailures).toHaveLength(failed.length);
    expect(batchItemFailures).toEqual(expect.arrayContaining(failed));
  });

  test("an asynchronous event's failure is thrown: its code is the error's type, and there is no stack", async () => {
    const error = await emulator.invoke({ url: "https://[::1]/", asynchronous: true });
    expect(error).toMatchObject({ errorType: "forbidden-target", trace: [""] });
  });

  test("each invocation's metrics are one line of its own, in CloudWatch's embedded format", async () => {
    const metrics = () => emulator.log().filter((line) => line.startsWith(`{"_aws"`));
    const before = metrics().length;
    await invoke({ image });
    // The line and the response come by different ways.
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(metrics()).toHaveLength(before + 1);
    expect(JSON.parse(metrics().at(-1) ?? "")).toMatchObject({
      service: "dog-breeds",
      Calls: 1,
      FailedCalls: 0,
    });
  });

  test("a wrong variable ends the start with its name, and no stack", async () => {
    const wrong = await start({ ENDPOINT_NAME: "" });
    const error = (await wrong.invoke({ image })) as { errorMessage: string };
    await wrong.stop();
    expect(error.errorMessage).toContain("ENDPOINT_NAME: is not set");
    expect(JSON.stringify(error)).not.toContain(folder);
  });
});
