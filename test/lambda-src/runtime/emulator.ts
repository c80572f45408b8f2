import { spawn } from "node:child_process";
import { createServer, type AddressInfo } from "node:net";
import type { RuntimeInterface } from "./interface";

export interface EmulatorOptions {
  readonly parts: RuntimeInterface;
  /** The unpacked zip. */
  readonly folder: string;
  /** The function's variables; nothing of this process's own reaches it. */
  readonly environment: Readonly<Record<string, string>>;
  /** The function's timeout. */
  readonly timeoutSeconds: number;
}

export interface Emulator {
  /** One invocation; the next may begin when it is over. @returns what Lambda's Invoke answers */
  invoke(event: unknown): Promise<unknown>;
  /** What the function and the emulator wrote so far, line by line. */
  log(): readonly string[];
  stop(): Promise<void>;
}

/**
 * Starts the emulator, which starts the client, which runs the function's `index.handler` at the first invocation. All
 * three listen on, and dial, the loopback address only.
 */
export async function startEmulator(options: EmulatorOptions): Promise<Emulator> {
  const { parts, folder, environment, timeoutSeconds } = options;
  const [invokePort, runtimePort] = await freePorts(2);
  const listen = `127.0.0.1:${invokePort}`;
  const addresses = [
    "--runtime-interface-emulator-address",
    listen,
    "--runtime-api-address",
    `127.0.0.1:${runtimePort}`,
  ];
  const child = spawn(parts.emulator, [...addresses, process.execPath, parts.client, "index.handler"], {
    cwd: folder,
    env: {
      PATH: process.env.PATH,
      AWS_REGION: "eu-west-1",
      AWS_ACCESS_KEY_ID: "LOCAL",
      AWS_SECRET_ACCESS_KEY: "local",
      AWS_LAMBDA_FUNCTION_NAME: "dog-breeds",
      AWS_LAMBDA_FUNCTION_TIMEOUT: String(timeoutSeconds),
      LAMBDA_TASK_ROOT: folder,
      ...environment,
    },
    stdio: ["ignore", "pipe", "pipe"],
    // A group of its own: the client ends with the emulator.
    detached: true,
  });
  let output = "";
  const add = (chunk: Buffer) => (output += chunk.toString("utf8"));
  child.stdout.on("data", add);
  child.stderr.on("data", add);
  const ended = new Promise<void>((done) => child.on("close", () => done()));
  let failure: Error | undefined;
  child.on("error", (error) => (failure = error));
  const log = () => output.split("\n");
  const url = `http://${listen}/2015-03-31/functions/function/invocations`;

  const invoke = async (event: unknown): Promise<unknown> => {
    const response = await whileItStarts(
      () => fetch(url, { method: "POST", body: JSON.stringify(event) }),
      () => failure ?? (child.exitCode === null ? undefined : new Error(`The emulator ended:\n${output}`)),
    );
    const text = await response.text();
    try {
      return JSON.parse(text) as unknown;
    } catch {
      throw new Error(`The emulator answered ${response.status} and no JSON: ${text}\n${output}`);
    }
  };
  const stop = async () => {
    if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid, "SIGKILL");
    await ended;
  };
  return { invoke, log, stop };
}

/** Tries again while the emulator does not listen yet; a connection that broke later is a failure. */
async function whileItStarts<T>(request: () => Promise<T>, ended: () => Error | undefined): Promise<T> {
  for (;;) {
    try {
      return await request();
    } catch (error) {
      const why = ended();
      if (why !== undefined) throw why;
      if ((error as { cause?: { code?: string } }).cause?.code !== "ECONNREFUSED") throw error;
      await new Promise((done) => setTimeout(done, 50));
    }
  }
}

/** Ports that were free a moment ago: the emulator takes numbers, and none of its own choice. */
async function freePorts(count: number): Promise<number[]> {
  const servers = Array.from({ length: count }, () => createServer());
  await Promise.all(
    servers.map((server) => new Promise<void>((done) => server.listen(0, "127.0.0.1", done))),
  );
  const ports = servers.map((server) => (server.address() as AddressInfo).port);
  await Promise.all(servers.map((server) => new Promise((done) => server.close(done))));
  return ports;
}
