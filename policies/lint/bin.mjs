#!/usr/bin/env node
// The command `policy-lint`. The linter runs from its TypeScript sources: ts-node takes the types away and checks nothing,
// so that the start stays fast.
import { createRequire } from "node:module";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";

const require = createRequire(import.meta.url);
require("ts-node").register({ swc: true, transpileOnly: true, cwd: dirname(fileURLToPath(import.meta.url)) });
const { run } = require("./cli.ts");

process.exitCode = run(process.argv.slice(2), {
  out: (text) => process.stdout.write(text),
  error: (text) => process.stderr.write(text),
  colour: process.stdout.isTTY === true && process.env.NO_COLOR === undefined,
});
