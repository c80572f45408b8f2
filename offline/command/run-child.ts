import { spawn } from "node:child_process";
import * as os from "node:os";

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** The exit code by which shells tell that a command was not found. */
const EXIT_NOT_FOUND = 127;

export interface ChildOptions {
  env: NodeJS.ProcessEnv;
  /** Further processes that a signal has to reach. */
  alsoSignal: () => number[];
}

/**
 * Runs a command with this process's input and outputs and resolves to its exit code. Signals reach it and all its
 * descendants; a second one ends them at once.
 */
export function runChild(command: string, args: readonly string[], options: ChildOptions): Promise<number> {
  // A process group of its own could not read from the terminal; and there, Ctrl-C reaches all processes anyway.
  const atTerminal = process.stdin.isTTY;
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: "inherit", env: options.env, detached: !atTerminal });
    let signals = 0;
    const forward = (signal: NodeJS.Signals): void => {
      signals += 1;
      const sent = signals > 1 ? "SIGKILL" : signal;
      if (atTerminal && sent === "SIGINT") return;
      const group = child.pid === undefined ? [] : [atTerminal ? child.pid : -child.pid];
      for (const pid of [...group, ...(atTerminal ? options.alsoSignal() : [])]) send(pid, sent);
    };
    for (const signal of SIGNALS) process.on(signal, forward);
    child.once("error", (error: NodeJS.ErrnoException) => {
      if (error.code !== "ENOENT") return reject(error);
      console.error(`offline-aws: there is no command ${command}`);
      resolve(EXIT_NOT_FOUND);
    });
    child.once("exit", (code, signal) => resolve(code ?? 128 + (signal ? os.constants.signals[signal] : 0)));
  });
}

function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // it has ended already
  }
}
