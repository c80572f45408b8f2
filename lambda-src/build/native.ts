import { spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Architecture } from ".";
import { closureOf, type LockedPackages } from "./lock";

/** npm's names of Lambda's architectures. */
const npmCpu: Record<Architecture, string> = { arm64: "arm64", x86_64: "x64" };

/** The packages with native code for Lambda's Amazon Linux (glibc). */
const nativeParts: Record<Architecture, readonly string[]> = {
  arm64: ["@img/sharp-linux-arm64", "@img/sharp-libvips-linux-arm64"],
  x86_64: ["@img/sharp-linux-x64", "@img/sharp-libvips-linux-x64"],
};

/**
 * Installs `sharp` with its native parts for the function's architecture into `folder`, whatever this machine's own is.
 * It is done by `npm ci` over the part of package-lock.json that concerns sharp, so exactly those versions come, and
 * npm refuses a package whose content does not have the lock's checksum. No install script runs.
 *
 * @throws Error with npm's own words, and what to do when the registry cannot be reached
 */
export function installSharp(packages: LockedPackages, architecture: Architecture, folder: string): void {
  writeProject(packages, nativeParts[architecture], folder);
  const platform = ["--os=linux", "--libc=glibc", `--cpu=${npmCpu[architecture]}`];
  const quiet = ["--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"];
  const npm = spawnSync(
    "npm",
    ["ci", ...platform, ...quiet, "--prefer-offline", "--fetch-retries=1", "--fetch-retry-mintimeout=1000"],
    {
      cwd: folder,
      encoding: "utf8",
    },
  );
  if (npm.status === 0) return;
  const words = npm.error?.message ?? (npm.stderr.trim() || `npm ended with status ${npm.status}`);
  throw new Error(
    `The classifier function's bundle needs sharp for linux ${architecture}, and npm could not install it:\n${words}\n` +
      `If this machine is offline: build once while the npm registry can be reached (npx ts-node lambda-src/build/cli.ts ` +
      `--architecture ${architecture}); the result is kept under node_modules/.cache/lambda. If the checksum differs ` +
      `(EINTEGRITY), the registry served something else than package-lock.json names: do not use it.`,
  );
}

/**
 * Writes a project that needs sharp and its native parts. They are sharp's optional dependencies, and npm leaves out an
 * optional one that it cannot fetch or whose checksum is wrong, without an error: so here they are needed outright,
 * by entries without their platform (npm would compare that with this machine's).
 */
function writeProject(packages: LockedPackages, native: readonly string[], folder: string): void {
  const closure = closureOf(packages, "sharp");
  const dependencies: Record<string, string> = {};
  for (const name of ["sharp", ...native]) {
    const place = `node_modules/${name}`;
    const locked = closure[place];
    if (locked?.integrity === undefined) {
      throw new Error(
        `package-lock.json has no checksum for ${name}; run npm install with optional dependencies.`,
      );
    }
    dependencies[name] = locked.version;
    if (name !== "sharp") closure[place] = { version: locked.version, integrity: locked.integrity };
  }
  const project = { name: "classify", version: "0.0.0", dependencies };
  const lock = { ...project, lockfileVersion: 3, requires: true, packages: { "": project, ...closure } };
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "package.json"), JSON.stringify(project));
  writeFileSync(join(folder, "package-lock.json"), JSON.stringify(lock));
}
