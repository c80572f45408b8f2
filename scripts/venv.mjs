#!/usr/bin/env node
// Prints the path of the Python interpreter of one of the project's virtual environments: node scripts/venv.mjs <name>
import { ensureVenv } from "./lib/venv.mjs";

try {
  console.log(ensureVenv(process.argv[2] ?? ""));
} catch (error) {
  console.error(error.message);
  process.exit(1);
}
