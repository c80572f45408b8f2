/** Child processes that end with the demo, however it ends. */
import { spawn, type ChildProcess, type SpawnOptions } from "node:child_process";

const running = new Set<ChildProcess>();

export interface Finished {
  exitCode: number;
  /** stdout and stderr as they came. */
  output: string;
}

/** Starts a process that `endAll` ends when it has not ended by itself. */
export function start(command: string, args: readonly string[], options: SpawnOptions): ChildProcess {
  const child = spawn(command, args, options);
  running.add(child);
  child.once("close", () => running.delete(child));
  child.once("error", () => running.delete(child));
  return child;
}

/** Runs a process to its end. @throws when it cannot be started */
export function run(command: string, args: readonly string[], options: SpawnOptions = {}): Promise<Finished> {
  const child = start(command, args, { ...options, stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  child.stdout?.on("data", (chunk: Buffer) => (output += chunk.toString()));
  child.stderr?.on("data", (chunk: Buffer) => (output += chunk.toString()));
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code, signal) => resolve({ exitCode: code ?? (signal ? 128 : 1), output }));
  });
}

/** Runs a process and takes any exit code but 0 for a failure, with what it printed. */
export async function must(
  command: string,
  args: readonly string[],
  options: SpawnOptions = {},
): Promise<string> {
  const { exitCode, output } = await run(command, args, options);
  if (exitCode !== 0)
    throw new Error(`${command} ${args.join(" ")} failed (exit ${exitCode}):\n${output.trim()}`);
  return output;
}

/** Asks every process that still runs to end, and ends it for good after five seconds. */
export async function endAll(): Promise<void> {
  await Promise.all([...running].map(end));
}

export async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const closed = new Promise<void>((resolve) => child.once("close", () => resolve()));
  child.kill("SIGTERM");
  const forced = setTimeout(() => child.kill("SIGKILL"), 5000);
  await closed;
  clearTimeout(forced);
}
