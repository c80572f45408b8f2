// Starts a part of offline mode: node offline/launch.mjs cli|serve|shim ARGUMENTS…
//
// Terraform is run many times by one command, and starting TypeScript through a runner costs a second or more each time. So the
// sources are bundled once, into node_modules/.cache, under a name that changes with them.
import { createHash } from "node:crypto";
import * as fs from "node:fs";
import { createRequire } from "node:module";
import * as path from "node:path";
import { fileURLToPath } from "node:url";

const ENTRIES = ["cli", "serve", "shim"];
const here = path.dirname(fileURLToPath(import.meta.url));
const require = createRequire(import.meta.url);

function sources(folder) {
  return fs
    .readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(ts|json|proto|mjs)$/.test(entry.name))
    .map((entry) => path.join(entry.parentPath ?? entry.path, entry.name))
    .sort();
}

function bundleFolder() {
  const hash = createHash("sha256").update(process.version);
  for (const file of sources(here)) hash.update(path.relative(here, file)).update(fs.readFileSync(file));
  // Beside the bindings, as the schema's cache is: the bundle finds its packages from there.
  const packages = path.resolve(path.dirname(require.resolve("@cdktf/provider-aws/package.json")), "../..");
  return path.join(packages, ".cache", "offline-aws", `bundle-${hash.digest("hex").slice(0, 16)}`);
}

function build(folder) {
  const { buildSync } = require("esbuild");
  const draft = `${folder}.${process.pid}`;
  buildSync({
    entryPoints: ENTRIES.map((entry) => path.join(here, `${entry}.ts`)),
    outdir: draft,
    bundle: true,
    platform: "node",
    target: "node20",
    format: "cjs",
    sourcemap: "inline",
    external: ["typescript", "@cdktf/*"],
    logLevel: "error",
  });
  fs.copyFileSync(path.join(here, "provider", "tfplugin6.proto"), path.join(draft, "tfplugin6.proto"));
  try {
    fs.renameSync(draft, folder);
  } catch (error) {
    // Another process was faster; its bundle is the same.
    fs.rmSync(draft, { recursive: true, force: true });
    if (!fs.existsSync(folder)) throw error;
  }
}

/** Bundles of earlier sources; a week is longer than any command that still uses one. */
function removeOldBundles(current) {
  const parent = path.dirname(current);
  const weekAgo = Date.now() - 7 * 24 * 60 * 60 * 1000;
  for (const name of fs.readdirSync(parent)) {
    const folder = path.join(parent, name);
    if (name.startsWith("bundle-") && fs.statSync(folder).mtimeMs < weekAgo)
      fs.rmSync(folder, { recursive: true, force: true });
  }
}

const [entry, ...rest] = process.argv.slice(2);
if (!ENTRIES.includes(entry)) {
  console.error(`launch.mjs: expected one of ${ENTRIES.join(", ")}, got ${entry ?? "nothing"}`);
  process.exit(2);
}
const folder = bundleFolder();
if (!fs.existsSync(folder)) {
  build(folder);
  removeOldBundles(folder);
}
process.env.OFFLINE_AWS_LAUNCHER = fileURLToPath(import.meta.url);
process.argv = [process.argv[0], process.argv[1], ...rest];
require(path.join(folder, `${entry}.js`));
