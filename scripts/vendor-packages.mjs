#!/usr/bin/env node
/**
 * Puts the packages that a training image lacks beside the training program, so that a job without internet can export its model:
 *
 *   npm run vendor-packages                             for AWS's default training image (Python 3.12)
 *   npm run vendor-packages -- --python-version 3.13    for another image
 *
 * They go to model-src/packages/cp312 (or cp313 …), which git ignores; the next deploy uploads them with the code.
 */
import path from "node:path";
import { parseArgs } from "node:util";
import { root } from "./lib/node-modules.mjs";
import { vendor } from "./lib/vendor.mjs";

const USAGE = `Usage: npm run vendor-packages -- [--python-version 3.N] [--folder PATH]
  --python-version  the Python of the training image (default 3.12: pytorch-training 2.8.0)
  --folder          where they go, in a folder for each Python (default model-src/packages)
`;

function main() {
  let options;
  try {
    options = parseArgs({
      options: {
        "python-version": { type: "string", default: "3.12" },
        folder: { type: "string", default: path.join(root, "model-src/packages") },
        help: { type: "boolean", default: false },
      },
    }).values;
  } catch (error) {
    process.stderr.write(`${error.message}\n${USAGE}`);
    return 2;
  }
  if (options.help) {
    process.stdout.write(USAGE);
    return 0;
  }
  const version = options["python-version"];
  if (!/^3\.[1-9]\d$/.test(version)) {
    process.stderr.write(`--python-version ${version}: it should be like 3.12.\n${USAGE}`);
    return 2;
  }
  try {
    const { folder, megabytes, already } = vendor(version, path.resolve(options.folder));
    process.stdout.write(
      `${folder}: ${megabytes} MB for Python ${version}${already ? ", there already" : ""}\n`,
    );
    return 0;
  } catch (error) {
    process.stderr.write(`${error.message}\n`);
    return 1;
  }
}

process.exitCode = main();
