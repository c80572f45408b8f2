/**
 * Runs inside a network namespace where every address is local (see namespace.ts): hands random events to the real
 * handler, and prints what came back, how long it took, and who was dialled. Arguments: seed, number of events.
 */
import type { LookupAddress } from "node:dns";
import { isIP } from "node:net";
import { monitorEventLoopDelay } from "node:perf_hooks";
import fc from "fast-check";
import type { RuntimeClient } from "../../../lambda-src/classify/endpoint";
import { failures, type FailureCode } from "../../../lambda-src/classify/failures";
import { createImageFetcher } from "../../../lambda-src/classify/fetch";
import type { Resolve } from "../../../lambda-src/classify/fetch/connect";
import { recogniseEvent } from "../../../lambda-src/classify/event";
import { fuzzEvents, names } from "./fuzz-events";
import { begunConnections, listenEverywhere } from "./fuzz-servers";
import { twoColours } from "./images";
import { fetchOptions, makeHandler } from "./invoke";
import { recorded } from "./recorded";

export interface FuzzReport {
  readonly events: number;
  /** How often each outcome was: a status, `thrown`, `batch`. */
  readonly outcomes: Record<string, number>;
  readonly kinds: Record<string, number>;
  /** What must not be. */
  readonly problems: string[];
  readonly slowestMilliseconds: number;
  /** How late timers were at worst, because the machine was busy. */
  readonly lagMilliseconds: number;
  readonly dialled: string[];
  readonly arrivals: number;
  readonly begunConnections: number;
}

export const remainingMilliseconds = 2500;
const concurrency = 16;

const resolve: Resolve = (hostname, _options, callback) => {
  const addresses = names[hostname.replace(/\.$/, "").toLowerCase()] ?? [];
  if (addresses.length === 0) return callback(new Error("ENOTFOUND"), []);
  callback(
    null,
    addresses.map((address): LookupAddress => ({ address, family: isIP(address) })),
  );
};

const errorNames = [
  "ThrottlingException",
  "ServiceUnavailable",
  "ModelError",
  "AccessDeniedException",
  "Odd",
];

/** Mostly answers; fails for a while in each way; sometimes says nothing until it is given up. */
function moodyEndpoint(): RuntimeClient {
  let calls = 0;
  const send = (_command: unknown, { abortSignal }: { abortSignal: AbortSignal }) => {
    calls++;
    if (calls % 211 === 0) {
      return new Promise((_, fail) => {
        abortSignal.addEventListener("abort", () => fail(new Error("aborted")));
      });
    }
    const name = errorNames[Math.floor(calls / 30) % 15];
    if (name === undefined) return Promise.resolve({ Body: Buffer.from(recorded("001").body) });
    return Promise.reject(Object.assign(new Error("arn:aws:iam::123456789012:role/x"), { name }));
  };
  return { send } as unknown as RuntimeClient;
}

const statuses = new Set<number>([200, 204, ...Object.values(failures).map(({ status }) => status)]);
const leak = /arn:aws|node_modules|\.ts:\d|\bat \S+ \(|10\.0\.0\.7/;

/** @returns what is wrong with an answer, if anything */
function problemOf(kind: string, response: unknown, event: unknown): string | undefined {
  if (kind === "queue") {
    const ids = (event as { Records: { messageId: string }[] }).Records.map(({ messageId }) => messageId);
    const { batchItemFailures } = response as { batchItemFailures: { itemIdentifier: string }[] };
    return batchItemFailures.every(({ itemIdentifier }) => ids.includes(itemIdentifier))
      ? undefined
      : "names a message that was not in the batch";
  }
  const { statusCode, headers, body } = response as {
    statusCode: number;
    headers: Record<string, string>;
    body: string;
  };
  if (!statuses.has(statusCode)) return `has the status ${statusCode}`;
  if (headers["Access-Control-Allow-Origin"] !== "*") return "has no CORS header";
  if (leak.test(body)) return `leaks: ${body.slice(0, 200)}`;
  if (statusCode < 400) return undefined;
  const { error } = JSON.parse(body) as { error: Record<string, unknown> };
  if (Object.keys(error).sort().join() !== "code,message,requestId,retryable")
    return `has an odd error: ${body}`;
  if (error.code === "internal-error") return "is an internal error";
  return failures[error.code as FailureCode].status === statusCode ? undefined : "has another code's status";
}

async function main(seed: number, runs: number): Promise<void> {
  const photos = await Promise.all(
    (["jpeg", "png", "webp", "gif"] as const).map((format) => twoColours(format, 32, 24)),
  );
  const dialled = await listenEverywhere(photos[0] ?? Buffer.alloc(0));
  const fetcher = createImageFetcher({
    ...fetchOptions,
    allowHttp: true,
    timeoutSeconds: 0.6,
    firstByteTimeoutSeconds: 0.4,
    resolve,
  });
  const environment = { ALLOW_HTTP: "true" };
  const { handler } = makeHandler("", environment, { fetcher, runtimeClient: moodyEndpoint() });
  const events = fc.sample(fuzzEvents(photos), { seed, numRuns: runs });
  const before = begunConnections();
  const lag = monitorEventLoopDelay({ resolution: 10 });
  lag.enable();
  const report = { outcomes: {}, kinds: {}, problems: [] } as unknown as FuzzReport;
  const count = (counts: Record<string, number>, key: string) => (counts[key] = (counts[key] ?? 0) + 1);
  let slowest = 0;

  const one = async (event: unknown, index: number) => {
    const { kind } = recogniseEvent(event);
    count(report.kinds, kind);
    const started = performance.now();
    const context = {
      awsRequestId: `request-${index}`,
      getRemainingTimeInMillis: () => remainingMilliseconds - (performance.now() - started),
    };
    try {
      const response = await handler(event, context);
      count(report.outcomes, kind === "queue" ? "batch" : String(response.statusCode));
      const problem = problemOf(kind, response, event);
      if (problem !== undefined) report.problems.push(`event ${index} (${kind}): its answer ${problem}`);
    } catch (error) {
      count(report.outcomes, "thrown");
      const { name, message, stack } = error as Error;
      const isExpected = kind === "asynchronous" && name in failures && name !== "internal-error";
      if (!isExpected || stack !== "" || leak.test(message)) {
        report.problems.push(`event ${index} (${kind}): threw ${String(stack)}`);
      }
    }
    slowest = Math.max(slowest, performance.now() - started);
  };

  const waiting = events.entries();
  await Promise.all(
    Array.from({ length: concurrency }, async () => {
      for (const [index, event] of waiting) await one(event, index);
    }),
  );
  // What is still on its way arrives.
  await new Promise((settled) => setTimeout(settled, 200));
  const complete: FuzzReport = {
    ...report,
    events: events.length,
    problems: report.problems.slice(0, 10),
    slowestMilliseconds: Math.round(slowest),
    lagMilliseconds: Math.round(lag.max / 1e6),
    dialled: [...dialled.arrivals.keys()],
    arrivals: dialled.count(),
    begunConnections: begunConnections() - before,
  };
  process.stdout.write(JSON.stringify(complete), () => process.exit(0));
}

// What no promise caught would be a crash in Lambda.
process.on("unhandledRejection", (error) => {
  process.stderr.write(`unhandled: ${String(error)}\n`, () => process.exit(3));
});

if (require.main === module) void main(Number(process.argv[2]), Number(process.argv[3]));
