import { spawn } from "node:child_process";
import * as fs from "node:fs";
import * as net from "node:net";
import * as os from "node:os";
import * as path from "node:path";
import { attachedEnvironment } from "./environment";

const START_TIMEOUT_MILLISECONDS = 30_000;
const POLL_INTERVAL_MILLISECONDS = 20;

export interface OfflineServer {
  /** What to add to the environment of `terraform`, `tofu` or `cdktf`. */
  env: Record<string, string>;
  pid: number;
  stop(): Promise<void>;
}

export interface OfflineServerOptions {
  /** A new folder for the socket and the log; a temporary one, removed at the end, when left out. */
  folder?: string;
  /** The server ends when this process has ended; this process when left out. */
  exitWithPid?: number;
}

/**
 * Starts the AWS provider's stand-in as a process of its own, so that the caller may run Terraform synchronously.
 *
 * This attaches the provider only. It leaves backends and state files alone: for configurations that are not the caller's
 * own, use the command line (`offline/cli.ts`), which keeps state apart.
 * @throws when the server does not answer within 30 seconds; the message holds its output
 */
export async function startOfflineServer(options: OfflineServerOptions = {}): Promise<OfflineServer> {
  const folder = options.folder ?? fs.mkdtempSync(path.join(os.tmpdir(), "offline-aws-"));
  const socketPath = path.join(folder, "provider.sock");
  const logPath = path.join(folder, "server.log");
  const log = fs.openSync(logPath, "a");
  const launcher = process.env.OFFLINE_AWS_LAUNCHER ?? path.join(__dirname, "launch.mjs");
  const exitWithPid = String(options.exitWithPid ?? process.pid);
  const remove = options.folder === undefined ? ["--remove-folder"] : [];
  const child = spawn(process.execPath, [launcher, "serve", socketPath, exitWithPid, ...remove], {
    stdio: ["ignore", log, log],
    detached: true, // Ctrl-C is for the processes it serves
  });
  fs.closeSync(log);
  child.unref();
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  const stop = async (): Promise<void> => {
    if (child.exitCode === null && child.signalCode === null) {
      child.ref(); // wait for its end, also when nothing else is left to do
      child.kill("SIGTERM");
      await ended;
    }
    if (options.folder === undefined) fs.rmSync(folder, { recursive: true, force: true });
  };
  try {
    await waitUntilAnswering(socketPath, () => child.exitCode);
  } catch (error) {
    const output = fs.readFileSync(logPath, "utf8");
    await stop();
    throw new Error(`${(error as Error).message}\n${output}`);
  }
  return { env: attachedEnvironment(socketPath, child.pid ?? 0), pid: child.pid ?? 0, stop };
}

/** Resolves once something answers on the socket. */
export async function waitUntilAnswering(
  socketPath: string,
  exitCode: () => number | null = () => null,
): Promise<void> {
  const deadline = Date.now() + START_TIMEOUT_MILLISECONDS;
  while (Date.now() < deadline) {
    if (await answers(socketPath)) return;
    if (exitCode() !== null)
      throw new Error(`The offline server ended with exit code ${exitCode()} before it answered.`);
    await new Promise((resolve) => setTimeout(resolve, POLL_INTERVAL_MILLISECONDS));
  }
  throw new Error(
    `The offline server did not answer on ${socketPath} within ${START_TIMEOUT_MILLISECONDS / 1000} seconds.`,
  );
}

function answers(socketPath: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = net.connect(socketPath);
    socket.once("connect", () => {
      socket.destroy();
      resolve(true);
    });
    socket.once("error", () => resolve(false));
  });
}
