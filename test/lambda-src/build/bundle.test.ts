import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { buildFunction } from "../../../lambda-src/build";
import { bundleHandler } from "../../../lambda-src/build/bundle";
import { readLock } from "../../../lambda-src/build/lock";
import { startRuntimeFront, type RuntimeFront } from "../../../lambda-src/local/runtime-front";
import { runBundle, unpack } from "../support/bundle";
import { twoColours } from "../support/images";
import { errorOf } from "../support/invoke";
import { runInNamespace, testInNamespace } from "../support/namespace";
import { recorded } from "../support/recorded";
import { serve, serveContainer, type StubContainer } from "../support/servers";
import type { ClassifyResponse } from "../../../lambda-src/classify/response";

/** The zip that this machine can run. */
const architecture = process.arch === "arm64" ? "arm64" : "x86_64";
let folder: string;
let container: StubContainer;
let front: RuntimeFront;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "bundle-"));
  unpack(buildFunction({ architecture }).zipPath, folder);
  container = await serveContainer(recorded("001").body);
  front = await startRuntimeFront("breeds", container.origin);
});

afterAll(async () => {
  await front.close();
  await container.close();
  rmSync(folder, { recursive: true });
});

test(`the ${architecture} zip, unpacked into an empty folder, turns an image into scores under plain node`, async () => {
  const image = (await twoColours("avif")).toString("base64");
  expect(await runBundle(folder, front.url, [{ image }])).toEqual([recorded("001")]);
  // sharp of the zip has been at work.
  expect(container.requests.at(-1)?.contentType).toBe("image/jpeg");
  expect(container.requests.at(-1)?.body.subarray(0, 3)).toEqual(Buffer.from([0xff, 0xd8, 0xff]));
});

test("no environment variable and no field of an event brings the deployed entry to a loopback address", async () => {
  const victim = await serve((_, response) => response.end("secret"));
  const origin = victim.origin;
  const wishes = {
    policy: { exempt: [origin] },
    addressPolicy: origin,
    photoOrigin: origin,
    allowLoopback: true,
  };
  const environment = {
    ALLOW_HTTP: "true",
    ALLOWED_HOSTS: "127.0.0.1,localhost",
    ALLOW_LOOPBACK: "true",
    PHOTO_ORIGIN: origin,
    ADDRESS_POLICY: origin,
    HTTP_PROXY: origin,
    HTTPS_PROXY: origin,
    NODE_ENV: "test",
  };
  const urls = [
    `${origin}/`,
    "http://127.0.0.1/",
    "https://localhost/",
    "https://[::1]/",
    "https://[::ffff:7f00:1]/",
  ];
  const events = urls.map((url) => ({ url, ...wishes }));
  const responses = await runBundle(folder, front.url, events, environment);
  await victim.close();
  expect(responses.map((response) => errorOf(response).code)).toEqual(urls.map(() => "forbidden-target"));
  expect(victim.connections()).toBe(0);
});

testInNamespace("the unpacked zip fetches a photo from a public address, and not from loopback", () => {
  const report = runInNamespace("bundle-probe.ts", folder) as {
    responses: ClassifyResponse[];
    arrivals: string[];
  };
  expect(report.responses[0]).toEqual(recorded("001"));
  expect(report.responses[1]?.statusCode).toBe(400);
  expect(report.arrivals).toEqual(["93.184.215.14"]);
});

test("a wrong environment stops the cold start with the variable's name", async () => {
  await expect(runBundle(folder, front.url, [], { ENDPOINT_NAME: "" })).rejects.toThrow(
    "ENDPOINT_NAME: is not set",
  );
});

test("of lambda-src only classify is in the bundle, and of the AWS SDK only the SageMaker Runtime client", () => {
  const root = resolve(__dirname, "../../..");
  const { inputs } = bundleHandler(root, readLock(root));
  const own = inputs.filter((path) => path.startsWith("lambda-src/"));
  expect(own).toContain("lambda-src/classify/index.ts");
  expect(own.filter((path) => !path.startsWith("lambda-src/classify/"))).toEqual([]);
  const clients = inputs
    .map((path) => /@aws-sdk\/client-[^/]+/.exec(path)?.[0])
    .filter((client) => client !== undefined);
  expect([...new Set(clients)]).toEqual(["@aws-sdk/client-sagemaker-runtime"]);
});
