import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import * as path from "node:path";

export const REPOSITORY = path.join(__dirname, "../../..");
const LAUNCHER = path.join(REPOSITORY, "offline", "launch.mjs");

export interface Ran {
  exitCode: number | null;
  stdout: string;
  stderr: string;
  /** Both outputs with boxes and line breaks taken out. */
  text: string;
}

/** Runs the command line in a folder, with the environment changed. */
export function offline(cwd: string, words: string[], env: NodeJS.ProcessEnv = {}): Ran {
  const done = spawnSync(process.execPath, [LAUNCHER, "cli", ...words], {
    cwd,
    env: { ...process.env, TF_IN_AUTOMATION: "1", TF_INPUT: "0", ...env },
    encoding: "utf8",
    maxBuffer: 64 * 1024 * 1024,
    input: "",
  });
  const text = `${done.stdout}${done.stderr}`.replace(/[│╷╵]/g, " ").replace(/\s+/g, " ");
  return { exitCode: done.status, stdout: done.stdout, stderr: done.stderr, text };
}

/** Starts the command line and leaves it running. */
export function startOffline(cwd: string, words: string[], env: NodeJS.ProcessEnv = {}): ChildProcess {
  return spawn(process.execPath, [LAUNCHER, "cli", ...words], {
    cwd,
    env: { ...process.env, TF_IN_AUTOMATION: "1", TF_INPUT: "0", ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
}
