#!/usr/bin/env node
// The whole way, with no AWS account: npm run demo [-- --image PHOTO] [-- --preset NAME]
// Sets up what is missing, then runs scripts/demo/main.ts in offline mode, which puts a stand-in before Terraform.
import { spawn } from "node:child_process";
import path from "node:path";
import { ensureNodeModules, root } from "./lib/node-modules.mjs";
import { requirePrerequisites } from "./lib/prerequisites.mjs";
import { ensureVenv } from "./lib/venv.mjs";

requirePrerequisites();
ensureNodeModules();
const env = {
  ...process.env,
  DEMO_PYTHON: ensureVenv("serve"),
  OFFLINE_AWS_STATE_FOLDER: path.join(root, "out", "demo", "state"),
};
const words = [
  "offline/launch.mjs",
  "cli",
  process.execPath,
  "-r",
  "ts-node/register",
  "scripts/demo/main.ts",
  ...process.argv.slice(2),
];
const child = spawn(process.execPath, words, { cwd: root, stdio: "inherit", env });
// A terminal sends Ctrl-C to every process of the command; each ends what it started. Other signals are passed on.
process.on("SIGINT", () => undefined);
for (const signal of ["SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
child.on("exit", (code, signal) => process.exit(code ?? (signal ? 1 : 0)));
