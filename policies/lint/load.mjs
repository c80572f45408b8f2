// Loads the linter for bin.mjs. Taking the types away from a hundred files at each start would cost more than linting one
// policy, so the sources are bundled once, into node_modules/.cache, under a name that changes with them.
import { createHash } from "node:crypto";
import * as fs from "node:fs";
import { createRequire } from "node:module";
import * as path from "node:path";
import { fileURLToPath } from "node:url";

const here = path.dirname(fileURLToPath(import.meta.url));
const require = createRequire(import.meta.url);

/** The exports of cli.ts. */
export function loadLinter() {
  return require(bundle() ?? fromSources());
}

/** Where nothing can be bundled (a folder that cannot be written, no esbuild), ts-node takes the types away. */
function fromSources() {
  require("ts-node").register({ swc: true, transpileOnly: true, cwd: here });
  return path.join(here, "cli.ts");
}

/** The bundle's path, made now where it is missing; undefined where that is not possible. */
function bundle() {
  try {
    const cache = path.join(packages(), ".cache", "policy-lint");
    const folder = path.join(cache, fingerprint());
    const file = path.join(folder, "linter", "cli.js");
    if (!fs.existsSync(file)) {
      build(folder);
      removeOld(cache, folder);
    }
    return file;
  } catch {
    return undefined;
  }
}

/** The folder that holds this repository's packages: the bundle finds them from there. */
function packages() {
  return path.dirname(path.dirname(require.resolve("jsonc-parser/package.json")));
}

/** Size and time of change of every source: reading them all would take as long as the lint. */
function fingerprint() {
  const hash = createHash("sha256").update(`${process.version} ${here}`);
  for (const file of fs.readdirSync(here, { recursive: true }).sort()) {
    if (!/\.(ts|json|jsonl)$/.test(file)) continue;
    const { size, mtimeMs } = fs.statSync(path.join(here, file));
    hash.update(`${file} ${size} ${mtimeMs}\n`);
  }
  return hash.digest("hex").slice(0, 16);
}

function build(folder) {
  const draft = `${folder}.${process.pid}`;
  require("esbuild").buildSync({
    entryPoints: [path.join(here, "cli.ts")],
    // One folder down, as the modules that read ../data are.
    outfile: path.join(draft, "linter", "cli.js"),
    bundle: true,
    platform: "node",
    target: "node20",
    format: "cjs",
    sourcemap: "linked",
    external: ["@aws-sdk/*"],
    logLevel: "silent",
  });
  fs.cpSync(path.join(here, "data"), path.join(draft, "data"), {
    recursive: true,
    filter: (source) => !source.endsWith(".ts"),
  });
  try {
    fs.renameSync(draft, folder);
  } catch (error) {
    // Another process was faster; its bundle is the same.
    fs.rmSync(draft, { recursive: true, force: true });
    if (!fs.existsSync(folder)) throw error;
  }
}

/** Bundles of earlier sources; a day is longer than any run that still uses one. */
function removeOld(cache, current) {
  const dayAgo = Date.now() - 24 * 60 * 60 * 1000;
  for (const name of fs.readdirSync(cache)) {
    const folder = path.join(cache, name);
    if (folder !== current && fs.statSync(folder).mtimeMs < dayAgo)
      fs.rmSync(folder, { recursive: true, force: true });
  }
}
