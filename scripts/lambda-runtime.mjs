#!/usr/bin/env node
// Prints, as JSON, where Lambda's runtime interface is: { "client": …/index.mjs, "emulator": …/aws-lambda-rie }; both are
// made first when they are not there. Or { "missing": why } and exit status 1. With --client: the client alone.
import { ensureEmulator, ensureRuntimeClient } from "./lib/lambda-runtime.mjs";

try {
  const client = ensureRuntimeClient();
  const emulator = process.argv.includes("--client") ? undefined : ensureEmulator();
  console.log(JSON.stringify({ client, emulator }));
} catch (error) {
  console.log(JSON.stringify({ missing: error.message }));
  process.exitCode = 1;
}
