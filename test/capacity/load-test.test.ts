import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { run } from "../../capacity/cli";
import { loadTest } from "../../capacity/load-test";
import { httpTarget } from "../../capacity/load-test/targets";

let server: Server;
afterEach(() => new Promise((resolve) => server.close(resolve)));

async function serve(listener: RequestListener): Promise<string> {
  server = createServer((request, response) => {
    request.resume();
    request.on("end", () => listener(request, response));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/invocations`;
}

const payload = { body: Buffer.from("{}"), contentType: "application/json" };
const options = { requestsPerSecond: 50, durationSeconds: 1, warmUpCalls: 0, seed: 1 };

test("calls that a stalled target keeps waiting are measured from when they were meant to be sent", async () => {
  let stalled: (() => void)[] | undefined = [];
  const url = await serve((_, response) => {
    if (stalled === undefined) response.end("[[1]]");
    else stalled.push(() => response.end("[[1]]"));
  });
  setTimeout(() => {
    stalled?.forEach((answer) => answer());
    stalled = undefined;
  }, 600);
  const result = await loadTest(httpTarget(url, payload, 5000), options);
  const early = result.milliseconds.slice(0, 10);
  // A client that waits for each answer would have sent one call and seen one slow answer.
  expect(result.maxInHand).toBeGreaterThan(15);
  expect(Math.min(...early)).toBeGreaterThan(250);
  expect(result.failures).toBe(0);
});

test("what fails is counted by its status and is not among the measured times", async () => {
  let count = 0;
  const url = await serve((_, response) => {
    response.statusCode = count++ % 2 === 0 ? 200 : 503;
    response.end("{}");
  });
  const result = await loadTest(httpTarget(url, payload, 5000), options);
  expect(result.failures).toBe(result.endings["503"]);
  expect(result.milliseconds.length).toBe(result.endings["200"]);
  expect(result.calls).toBe(result.failures + result.milliseconds.length);
});

test("a target that never answers ends at the timeout", async () => {
  const url = await serve(() => undefined);
  const result = await loadTest(httpTarget(url, payload, 300), { ...options, requestsPerSecond: 10 });
  expect(result.endings).toEqual({ TimeoutError: result.calls });
  server.closeAllConnections();
});

test("the measured times are a file that a plan takes", async () => {
  const folder = mkdtempSync(join(tmpdir(), "capacity-"));
  const [body, measured] = [join(folder, "body.json"), join(folder, "service.json")];
  writeFileSync(body, "{}");
  const url = await serve((_, response) => setTimeout(() => response.end("[[1]]"), 20));
  let out = "";
  const output = {
    out: (text: string) => (out += text),
    error: () => undefined,
    progress: false,
    today: new Date(),
  };
  const status = await run(
    ["measure", "--url", url, "--body", body, "--rate", "40", "--duration", "1", "--output", measured],
    output,
  );
  expect(status).toBe(0);
  expect(out).toMatch(/calls, 0 failed .*ended: 200/s);
  const values = JSON.parse(readFileSync(measured, "utf8")) as number[];
  expect(Math.min(...values)).toBeGreaterThan(18);
  const args = [
    "--rate",
    "5",
    "--duration",
    "600",
    "--own",
    "50",
    "--service",
    measured,
    "--latency",
    "5000",
  ];
  expect(await run([...args, "--no-sensitivity"], output)).toBe(0);
  rmSync(folder, { recursive: true });
});
