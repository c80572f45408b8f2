/** `npm run docs:modules [-- --check]`: fills the tables of inputs and outputs in every module's README, or tells which are stale. */
import * as fs from "node:fs";
import * as path from "node:path";
import { parseArgs } from "node:util";
import { loadModule, moduleNames, MODULES_FOLDER } from "./load";
import { readmeWithTables } from "./readme";

const USAGE = "Usage: npm run docs:modules [-- --check]";

/** @returns the exit code: 0 done or up to date, 1 stale (with --check) or failed, 2 wrong arguments */
export function main(
  args: string[],
  print: (text: string) => void,
  fail: (text: string) => void,
  modulesFolder = MODULES_FOLDER,
): number {
  let check: boolean | undefined;
  try {
    ({ check } = parseArgs({ args, options: { check: { type: "boolean" } } }).values);
  } catch (error) {
    fail(`${(error as Error).message}\n${USAGE}`);
    return 2;
  }
  try {
    const stale = moduleNames(modulesFolder).flatMap((name) => {
      const file = path.join(modulesFolder, name, "README.md");
      const text = readmeWithTables(file, loadModule(name, modulesFolder), "typescript");
      return text === fs.readFileSync(file, "utf8") ? [] : [{ file, text }];
    });
    const names = stale.map(({ file }) => path.relative("", file)).join(", ");
    if (check && stale.length) {
      fail(`Stale tables; run \`npm run docs:modules\` and commit: ${names}`);
      return 1;
    }
    for (const { file, text } of stale) fs.writeFileSync(file, text);
    print(stale.length ? `Written: ${names}` : "Every module's README is up to date.");
    return 0;
  } catch (error) {
    fail((error as Error).message);
    return 1;
  }
}

if (require.main === module) process.exitCode = main(process.argv.slice(2), console.log, console.error);
