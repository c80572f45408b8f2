/**
 * npm run bench:function: the deployed zip beside a plain Python handler with boto3. Each runs under Lambda's own runtime
 * interface client for its language, against the same Runtime API and the same endpoint, both on the loopback address. The
 * two take turns; each figure is the median over the rounds.
 *
 *   --rounds N   of each function (9)
 *   --calls N    warm ones in each round (400)
 */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { cpus, loadavg, tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { buildFunction } from "../../lambda-src/build";
import { unpack } from "../../lambda-src/build/unpack";
import { pythonEnvironment } from "../support/python-environment";
import { formatRows, row, writeResult, type Row } from "../support/result";
import { median, quantile } from "../support/statistics";
import { live, ours, plainHandler, type Contender, type Life, type World } from "./contenders";

/** What both must answer: one of the responses that callers of the hand-made deployments got. */
const recorded = resolve(__dirname, "../../test/lambda-src/recorded-responses/001.json");

/** Calls of each life that are not counted: until then V8 and CPython still get faster. */
const UNCOUNTED_CALLS = 100;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { rounds: { type: "string", default: "9" }, calls: { type: "string", default: "400" } },
  });
  const rounds = positive("--rounds", values.rounds);
  const calls = positive("--calls", values.calls);
  const environment = pythonEnvironment("bench-function");
  if ("missing" in environment) throw new Error(`boto3 could not be installed: ${environment.missing}`);
  const folder = mkdtempSync(join(tmpdir(), "bench-function-"));
  const endpoint = await startEndpoint();
  try {
    unpack(buildFunction({ architecture: process.arch === "arm64" ? "arm64" : "x86_64" }).zipPath, folder);
    const contenders = [ours(folder), plainHandler(environment.python)] as const;
    const expected = JSON.parse(readFileSync(recorded, "utf8")) as unknown;
    const world: World = { endpointUrl: endpoint.url, expected };
    const [own, plain] = await takeTurns(contenders, world, rounds, calls);
    const rows = compare(own, plain);
    process.stdout.write(`\n${formatRows(rows)}\nWritten to ${writeResult("function", rows)}\n`);
  } finally {
    await endpoint.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

function positive(name: string, text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1)
    throw new Error(`${name} is ${text}; expected a whole number from 1.`);
  return value;
}

/** What stands in the place of SageMaker: it answers at once, so what is measured is the function. */
async function startEndpoint(): Promise<{ url: string; close(): Promise<void> }> {
  const { body } = JSON.parse(readFileSync(recorded, "utf8")) as { body: string };
  const server = createServer((request, response) => {
    request.resume().on("end", () => {
      response
        .writeHead(200, { "content-type": "application/json", "content-length": body.length })
        .end(body);
    });
  });
  server.keepAliveTimeout = 0;
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((closed) => {
        server.close(() => closed());
        server.closeAllConnections();
      }),
  };
}

async function takeTurns(
  [own, plain]: readonly [Contender, Contender],
  world: World,
  rounds: number,
  calls: number,
): Promise<[Life[], Life[]]> {
  // Once uncounted, so that both find their files in memory.
  await live(own, world, 0);
  await live(plain, world, 0);
  const busy = loadavg()[0] ?? 0;
  if (busy > 0.5)
    process.stdout.write(
      `Others use this machine (load ${busy.toFixed(1)} on ${cpus().length} cores): the two take turns, so the ratios hold better than the times.\n`,
    );
  const lives: [Life[], Life[]] = [[], []];
  for (let round = 1; round <= rounds; round++) {
    const a = await live(own, world, UNCOUNTED_CALLS + calls);
    const b = await live(plain, world, UNCOUNTED_CALLS + calls);
    lives[0].push(a);
    lives[1].push(b);
    process.stdout.write(`round ${round} of ${rounds}: ${describe(own, a)}; ${describe(plain, b)}\n`);
  }
  return lives;
}

const warm = ({ warmMilliseconds }: Life) => warmMilliseconds.slice(UNCOUNTED_CALLS);

function describe({ name }: Contender, life: Life): string {
  const [p50, p99] = [0.5, 0.99].map((share) => quantile(warm(life), share).toFixed(2));
  return `${name} cold ${life.coldMilliseconds.toFixed(0)} ms, warm p50 ${p50} ms, p99 ${p99} ms, ${life.peakRssMegabytes.toFixed(0)} MB`;
}

function compare(own: readonly Life[], plain: readonly Life[]): Row[] {
  const figure = (id: string, unit: string, of: (life: Life) => number) =>
    row(id, unit, median(own.map(of)), median(plain.map(of)));
  return [
    figure("function-cold", "ms", (life) => life.coldMilliseconds),
    figure("function-warm", "ms", (life) => quantile(warm(life), 0.5)),
    figure("function-warm-p99", "ms", (life) => quantile(warm(life), 0.99)),
    figure("function-cold-cpu", "ms", (life) => life.coldCpuMilliseconds),
    figure("function-warm-cpu", "ms", (life) => life.warmCpuMilliseconds),
    figure("function-rss", "MB", (life) => life.peakRssMegabytes),
  ];
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
