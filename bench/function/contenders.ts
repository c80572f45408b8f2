import { spawn, spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { startRuntimeApi } from "./runtime-api";

const root = resolve(__dirname, "../..");

/** A function that can be started, in the runtime that Lambda would start it in. */
export interface Contender {
  readonly name: string;
  /** Lambda's runtime interface client of its language. */
  readonly command: readonly string[];
  readonly handler: string;
  /** Where its handler is. */
  readonly folder: string;
  readonly environment?: Readonly<Record<string, string>>;
}

/** The deployed zip, unpacked; it sends URLs on, so no image has to be worked on. */
export function ours(folder: string): Contender {
  const done = spawnSync(process.execPath, [join(root, "scripts/lambda-runtime.mjs"), "--client"], {
    encoding: "utf8",
    stdio: ["ignore", "pipe", 2],
  });
  const found = JSON.parse(done.stdout) as { client: string } | { missing: string };
  if ("missing" in found) throw new Error(found.missing);
  return {
    name: "ours",
    command: [process.execPath, found.client],
    handler: "index.handler",
    folder,
    environment: { IMAGE_MODE: "url" },
  };
}

export function plainHandler(python: string): Contender {
  return {
    name: "boto3",
    command: [python, "-m", "awslambdaric"],
    handler: "plain_handler.handler",
    folder: __dirname,
  };
}

/** One life of a function. */
export interface Life {
  /** From the start of the process to the arrival of its first response. */
  readonly coldMilliseconds: number;
  /** Processor time until then. */
  readonly coldCpuMilliseconds: number;
  /** Of each further call. */
  readonly warmMilliseconds: readonly number[];
  /** Processor time of a further call, what its runtime does between two calls included. */
  readonly warmCpuMilliseconds: number;
  /** The most memory that it had in the end, in 10⁶ bytes. */
  readonly peakRssMegabytes: number;
}

export interface World {
  /** What answers in the place of SageMaker. */
  readonly endpointUrl: string;
  /** What both must return. */
  readonly expected: unknown;
}

const event = { url: "https://images.example.com/dogs/basenji.jpg" };

/**
 * Starts the function, calls it one after the other, as Lambda does, and ends it.
 *
 * @throws Error where it ends early, or answers anything else than expected
 */
export async function live(contender: Contender, world: World, warmCalls: number): Promise<Life> {
  const { endpointUrl, expected } = world;
  const runtimeApi = await startRuntimeApi();
  const [command = "", ...args] = [...contender.command, contender.handler];
  const started = performance.now();
  const child = spawn(command, args, {
    cwd: contender.folder,
    env: {
      PATH: process.env.PATH,
      AWS_LAMBDA_RUNTIME_API: runtimeApi.address,
      AWS_LAMBDA_FUNCTION_NAME: "breeds",
      AWS_LAMBDA_FUNCTION_VERSION: "$LATEST",
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: "1024",
      AWS_LAMBDA_LOG_GROUP_NAME: "/aws/lambda/breeds",
      AWS_LAMBDA_LOG_STREAM_NAME: "bench",
      AWS_REGION: "eu-west-1",
      AWS_DEFAULT_REGION: "eu-west-1",
      AWS_ACCESS_KEY_ID: "LOCAL",
      AWS_SECRET_ACCESS_KEY: "local",
      AWS_ENDPOINT_URL_SAGEMAKER_RUNTIME: endpointUrl,
      LAMBDA_TASK_ROOT: contender.folder,
      _HANDLER: contender.handler,
      ENDPOINT_NAME: "breeds",
      ...contender.environment,
    },
    stdio: ["ignore", "ignore", "pipe"],
  });
  let errors = "";
  child.stderr.on("data", (chunk: Buffer) => (errors += chunk.toString("utf8")));
  const ended = new Promise<void>((done) => child.on("close", () => done()));
  const early = ended.then(() => {
    throw new Error(`${contender.name} ended early:\n${errors}`);
  });
  early.catch(() => undefined);
  const call = async () => {
    const { response, milliseconds } = await Promise.race([runtimeApi.invoke(event), early]);
    if (!isDeepStrictEqual(response, expected)) {
      throw new Error(`${contender.name} answered something else than expected: ${JSON.stringify(response)}`);
    }
    return milliseconds;
  };
  try {
    await call();
    const coldMilliseconds = performance.now() - started;
    const coldCpuMilliseconds = cpuMilliseconds(child.pid);
    const warmMilliseconds: number[] = [];
    for (let i = 0; i < warmCalls; i++) {
      // What a runtime does between two calls is not what a caller waits for.
      await Promise.race([runtimeApi.waiting(), early]);
      warmMilliseconds.push(await call());
    }
    return {
      coldMilliseconds,
      coldCpuMilliseconds,
      warmMilliseconds,
      warmCpuMilliseconds: (cpuMilliseconds(child.pid) - coldCpuMilliseconds) / warmCalls,
      peakRssMegabytes: peakRssMegabytes(child.pid),
    };
  } finally {
    child.kill("SIGKILL");
    await ended;
    await runtimeApi.close();
  }
}

/** User and system time of all threads (proc(5): `utime`, `stime`, in hundredths of a second on every Linux). */
function cpuMilliseconds(pid: number | undefined): number {
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8")
    .replace(/^.*\) /, "")
    .split(" ");
  return (Number(fields[11]) + Number(fields[12])) * 10;
}

/** The kernel's own account (proc(5): `VmHWM`, in KiB). */
function peakRssMegabytes(pid: number | undefined): number {
  const status = readFileSync(`/proc/${pid}/status`, "utf8");
  return (Number(/^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1]) * 1024) / 1e6;
}
