import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { median } from "./statistics";

/** What one run of a command used. */
export interface Usage {
  /** The exit status; negative: the signal that ended it. */
  readonly status: number;
  /** User and system time, with that of children that it waited for. */
  readonly cpuSeconds: number;
  /** In 10⁶ bytes. */
  readonly peakRssMegabytes: number;
  /** The end of what it wrote to stderr. */
  readonly errors: string;
}

export interface CommandLine {
  readonly command: string;
  readonly args: readonly string[];
  /** Exit statuses of a run that did its work: linters exit with 1 when they find something. @default [0] */
  readonly expectedStatuses?: readonly number[];
  /** Beside the caller's own. */
  readonly env?: Readonly<Record<string, string>>;
}

/**
 * Runs the command once. Processor time is compared, not time on the clock: it says the same on a busy machine.
 *
 * @throws where the command ends in another way than expected, with the end of what it wrote to stderr.
 */
export function measureOnce({ command, args, expectedStatuses = [0], env = {} }: CommandLine): Usage {
  const folder = mkdtempSync(join(tmpdir(), "bench-"));
  try {
    const result = join(folder, "usage.json");
    const python = process.env["PYTHON"] ?? "python3";
    execFileSync(python, [join(__dirname, "measure.py"), result, command, ...args], {
      stdio: ["ignore", "ignore", "pipe"],
      env: { ...process.env, ...env },
    });
    const usage = JSON.parse(readFileSync(result, "utf8")) as Usage;
    if (!expectedStatuses.includes(usage.status)) {
      const line = [command, ...args].join(" ");
      throw new Error(
        `${line} ended with ${usage.status}, not ${expectedStatuses.join(" or ")}:\n${usage.errors}`,
      );
    }
    return usage;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The medians of several runs. */
export function measure(line: CommandLine, runs: number): Pick<Usage, "cpuSeconds" | "peakRssMegabytes"> {
  const usages = Array.from({ length: runs }, () => measureOnce(line));
  return {
    cpuSeconds: median(usages.map(({ cpuSeconds }) => cpuSeconds)),
    peakRssMegabytes: median(usages.map(({ peakRssMegabytes }) => peakRssMegabytes)),
  };
}
