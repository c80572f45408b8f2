/** `npx ts-node lambda-src/build/cli.ts [--architecture arm64|x86_64]`: builds, and prints what the zip weighs. */
import { parseArgs } from "node:util";
import { architectures, buildFunction, type Architecture } from ".";
import { budget, type BundleSizes } from "./budget";

function main(): void {
  const { values } = parseArgs({ options: { architecture: { type: "string" } } });
  const wanted = values.architecture === undefined ? architectures : [values.architecture as Architecture];
  for (const architecture of wanted) {
    const { zipPath, sha256Base64, sizes } = buildFunction({ architecture });
    console.log(`\n${architecture}: ${zipPath}\nsha256 (base64): ${sha256Base64}\n`);
    console.log(`${"part".padEnd(16)}${"bytes".padStart(12)}${"budget".padStart(12)}`);
    for (const name of Object.keys(budget) as (keyof BundleSizes)[]) {
      console.log(
        `${name.padEnd(16)}${String(sizes[name]).padStart(12)}${String(budget[name]).padStart(12)}`,
      );
    }
  }
}

try {
  main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
