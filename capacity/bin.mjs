#!/usr/bin/env node
// The command `capacity-plan`. It runs from its TypeScript sources: ts-node takes the types away and checks nothing.
import { createRequire } from "node:module";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";

const require = createRequire(import.meta.url);
require("ts-node").register({ swc: true, transpileOnly: true, cwd: dirname(fileURLToPath(import.meta.url)) });
const { run } = require("./cli.ts");

process.stdout.on("error", (error) => {
  if (error.code !== "EPIPE") throw error;
});
process.exitCode = await run(process.argv.slice(2), {
  out: (text) => process.stdout.write(text),
  error: (text) => process.stderr.write(text),
  progress: process.stderr.isTTY === true,
  today: new Date(),
});
