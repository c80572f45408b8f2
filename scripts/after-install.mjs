#!/usr/bin/env node
// Runs at the end of npm ci and npm install. Links this package's own commands into node_modules/.bin, as npm does for packages that
// it installs: so that `npx policy-lint` runs this repository's linter, never a package of that name from a registry.
import { chmodSync, mkdirSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import path from "node:path";
import { markInstalled } from "./lib/node-modules.mjs";
import { fileURLToPath } from "node:url";

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..");
const { bin } = JSON.parse(readFileSync(path.join(root, "package.json"), "utf8"));
const folder = path.join(root, "node_modules", ".bin");
mkdirSync(folder, { recursive: true });
for (const [name, file] of Object.entries(bin)) {
  const link = path.join(folder, name);
  rmSync(link, { force: true });
  chmodSync(path.join(root, file), 0o755);
  symlinkSync(path.relative(folder, path.join(root, file)), link);
}
// Whoever installed by hand need not install again when a test or the demo starts.
markInstalled();
