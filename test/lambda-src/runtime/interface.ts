import { spawnSync } from "node:child_process";
import { resolve } from "node:path";

/** Lambda's runtime interface client for Node.js and its emulator: AWS's own programs, by their paths. */
export interface RuntimeInterface {
  readonly client: string;
  readonly emulator: string;
}

/**
 * Builds and fetches both the first time, which takes a minute or two and says so on standard error.
 *
 * @returns them, or why there are none
 */
export function runtimeInterface(): RuntimeInterface | { readonly missing: string } {
  const script = resolve(__dirname, "../../../scripts/lambda-runtime.mjs");
  const done = spawnSync(process.execPath, [script], { encoding: "utf8", stdio: ["ignore", "pipe", 2] });
  if (done.error !== undefined) return { missing: done.error.message };
  return JSON.parse(done.stdout) as RuntimeInterface | { missing: string };
}
