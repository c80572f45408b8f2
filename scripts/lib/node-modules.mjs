// Installs the project's npm packages when they are missing or belong to another lock file.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../..");

const mark = path.join(root, "node_modules", ".lock-hash");

const lockHash = () =>
  createHash("sha256")
    .update(readFileSync(path.join(root, "package-lock.json")))
    .digest("hex");

/** Notes of which lock file the installed packages are. */
export const markInstalled = () => writeFileSync(mark, lockHash());

export function ensureNodeModules() {
  if (existsSync(mark) && readFileSync(mark, "utf8") === lockHash()) return;
  process.stderr.write("Installing npm packages (npm ci) …\n");
  const done = spawnSync("npm", ["ci", "--no-audit", "--no-fund", "--loglevel=error"], {
    cwd: root,
    stdio: ["ignore", 2, 2],
  });
  if (done.status !== 0) {
    console.error(
      "npm ci failed; its message is above. The packages come from the npm registry that npm is configured for.",
    );
    process.exit(1);
  }
  markInstalled();
}
