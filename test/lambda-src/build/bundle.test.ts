import { createSocket } from "node:dgram";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { isBuiltin } from "node:module";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { buildFunction } from "../../../lambda-src/build";
import { bundleHandler } from "../../../lambda-src/build/bundle";
import { lazyPackages } from "../../../lambda-src/build/lazy";
import { readLock } from "../../../lambda-src/build/lock";
import { startRuntimeFront, type RuntimeFront } from "../../../lambda-src/local/runtime-front";
import { unpack } from "../../../lambda-src/build/unpack";
import { runBundle } from "../support/bundle";
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

describe("the bundle's files", () => {
  const root = resolve(__dirname, "../../..");
  const { files, inputs, externals } = bundleHandler(root, readLock(root));
  const text = (file: string) => Buffer.from(files.get(file) ?? []).toString("latin1");

  test("hold of lambda-src only classify, and of the AWS SDK only the SageMaker Runtime client", () => {
    const own = inputs.filter((path) => path.startsWith("lambda-src/"));
    expect(own).toContain("lambda-src/classify/index.ts");
    expect(own.filter((path) => !path.startsWith("lambda-src/classify/"))).toEqual([]);
    const clients = inputs
      .map((path) => /@aws-sdk\/client-[^/]+/.exec(path)?.[0])
      .filter((client) => client !== undefined);
    expect([...new Set(clients)]).toEqual(["@aws-sdk/client-sagemaker-runtime"]);
  });

  test("load nothing but each other, Node's own modules and sharp", () => {
    // Lambda's Node may have modules that this one lacks.
    expect(externals.filter((name) => !isBuiltin(name) && !name.startsWith("node:"))).toEqual(["sharp"]);
  });

  test("have no require of something that only a running program knows", () => {
    for (const file of files.keys()) {
      const required = [...text(file).matchAll(/\brequire\(([^)]*)\)/g)].map(
        ([, argument]) => argument ?? "",
      );
      expect(required.length).toBeGreaterThan(5);
      expect(required.filter((argument) => !/^(["'])[^"']*\1$/.test(argument))).toEqual([]);
    }
  });

  test("are ASCII, because V8 keeps anything beyond Latin-1 at two bytes a character", () => {
    for (const file of files.keys()) expect(text(file)).toMatch(/^[\0-\x7f]+$/);
  });

  test.each(lazyPackages)("$file exports all that the handler takes from $name", ({ name, file }) => {
    const sources = inputs.filter((path) => path.startsWith("lambda-src/classify/"));
    const taken = sources.flatMap((path) => {
      const source = readFileSync(join(root, path), "utf8");
      expect(source).not.toMatch(new RegExp(`^import (?!type )[^;]*"${name}"`, "m"));
      const imports = new RegExp(
        `\\{([^{}]*)\\} = await import\\("${name}"\\)|import\\("${name}"\\)\\.then\\([^{]*\\{([^{}]*)\\}`,
        "g",
      );
      return [...source.matchAll(imports)].flatMap(([, awaited, then]) => (awaited ?? then ?? "").split(","));
    });
    expect(taken.length).toBeGreaterThan(0);
    // eslint-disable-next-line @typescript-eslint/no-require-imports
    const exported = require(join(folder, file)) as Record<string, unknown>;
    for (const export_ of taken) expect(exported[export_.trim()]).toEqual(expect.any(Function));
    expect(Object.keys(exported).sort()).toEqual([...new Set(taken.map((one) => one.trim()))].sort());
  });
});

test("the tracer is loaded by a sampled call only, and sends a subsegment for each step", async () => {
  const daemon = createSocket("udp4");
  const datagrams: string[] = [];
  daemon.on("message", (message) => datagrams.push(message.toString("utf8")));
  await new Promise<void>((bound) => daemon.bind(0, "127.0.0.1", bound));
  const image = (await twoColours("png")).toString("base64");
  const environment = {
    TRACING: "true",
    AWS_EXECUTION_ENV: "AWS_Lambda_nodejs22.x",
    LAMBDA_TASK_ROOT: "/var/task",
    AWS_XRAY_DAEMON_ADDRESS: `127.0.0.1:${daemon.address().port}`,
  };
  const trace = "Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=";
  for (const sampled of ["0", "1"]) {
    const traced = { ...environment, _X_AMZN_TRACE_ID: trace + sampled };
    expect(await runBundle(folder, front.url, [{ image }], traced)).toEqual([recorded("001")]);
    await new Promise((resolve) => setTimeout(resolve, 100));
    if (sampled === "0") expect(datagrams).toEqual([]);
  }
  daemon.close();
  const segments = datagrams.map(
    (text) => JSON.parse(text.slice(text.indexOf("\n") + 1)) as { name: string },
  );
  expect(segments.map(({ name }) => name)).toEqual(["prepare", "endpoint"]);
});
