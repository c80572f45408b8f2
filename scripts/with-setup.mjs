#!/usr/bin/env node
// Runs a command of this project after its set-up: node scripts/with-setup.mjs FILE.ts ARGUMENTS…
// Nothing may be installed yet, so this file and what it imports use Node's own modules only.
import { spawn } from "node:child_process";
import os from "node:os";
import path from "node:path";
import { ensureNodeModules, root } from "./lib/node-modules.mjs";
import { requirePrerequisites } from "./lib/prerequisites.mjs";

requirePrerequisites();
ensureNodeModules();

const [script, ...rest] = process.argv.slice(2);
const child = spawn(process.execPath, ["-r", "ts-node/register", path.resolve(root, script), ...rest], {
  cwd: root,
  stdio: "inherit",
});
// The child ends what it started and then itself; its exit code is this command's. Ctrl-C reaches it from the terminal.
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"])
  process.on(signal, () => signal !== "SIGINT" && child.kill(signal));
child.on("exit", (code, signal) => process.exit(code ?? 128 + os.constants.signals[signal]));
