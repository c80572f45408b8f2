import { spawnSync } from "node:child_process";
import { join } from "node:path";

/** Makes every address of the world this machine's own: whatever is dialled arrives at a local listener, and nothing leaves. */
const setUp = "ip link set lo up && ip route add local 0.0.0.0/0 dev lo && ip -6 route add local ::/0 dev lo";

/** As root a network namespace is enough; others need a user namespace with it. */
const unshare = process.getuid?.() === 0 ? ["-n"] : ["-rn"];

/** Why network namespaces cannot be used here; undefined when they can. */
function missing(): string | undefined {
  const trial = spawnSync("unshare", [...unshare, "sh", "-c", setUp], { encoding: "utf8" });
  if (trial.status === 0) return undefined;
  return `no network namespace (${trial.error?.message ?? trial.stderr.trim().split("\n")[0]}); needs unshare and ip (Debian: util-linux, iproute2)`;
}

export const namespaceMissing = missing();

/**
 * Declares a test that needs `runInNamespace`. Where namespaces are missing it is reported by name as not run; with
 * CI=true it fails instead.
 */
export function testInNamespace(name: string, body: () => void): void {
  if (namespaceMissing === undefined) return test(name, body);
  if (process.env.CI === "true") {
    return test(name, () => {
      throw new Error(`Must run here, but: ${namespaceMissing}`);
    });
  }
  test.skip(`${name} [not run: ${namespaceMissing}]`, body);
}

/** Runs a TypeScript file of this folder in a namespace of its own. @returns what it printed, parsed as JSON */
export function runInNamespace(file: string, ...parameters: string[]): unknown {
  const script = join(__dirname, file);
  const command = `${setUp} && exec "$@"`;
  const node = [process.execPath, "-r", "ts-node/register", script, ...parameters];
  const child = spawnSync("unshare", [...unshare, "sh", "-c", command, "sh", ...node], {
    encoding: "utf8",
    timeout: 240_000,
    maxBuffer: 64 * 1024 * 1024,
  });
  if (child.status !== 0)
    throw new Error(`${file} failed in its namespace:\n${child.error?.message ?? ""}${child.stderr}`);
  return JSON.parse(child.stdout);
}
