import { spawnSync } from "node:child_process";
import { join, resolve } from "node:path";

const root = resolve(__dirname, "../..");

/** The interpreter of one of the environments that `scripts/venv.mjs` makes, or why there is none. */
export function pythonEnvironment(name: string): { readonly python: string } | { readonly missing: string } {
  const done = spawnSync(process.execPath, [join(root, "scripts/venv.mjs"), name], { encoding: "utf8" });
  if (done.status === 0) return { python: done.stdout.trim() };
  return { missing: done.error?.message ?? done.stderr.trim() };
}
