/** `npm run export-modules [-- MODULE…] [--check]`: writes the plain Terraform modules, or tells which are stale. */
import * as path from "node:path";
import { parseArgs } from "node:util";
import { exportModule, type ModuleFiles } from "./export";
import { EXPORTED_MODULES } from "./exported-modules";
import { differences, refuseForeignFiles, replaceFolder } from "./folder";
import { loadModule, MODULES_FOLDER } from "./load";

const USAGE = `Usage: npm run export-modules [-- [MODULE…] [--check] [--out FOLDER]]

Writes modules as plain Terraform modules to terraform/MODULE; without names, those that are published:
${EXPORTED_MODULES.join(", ")}.

  --check       write nothing; exit with 1 and name the files that are not up to date
  --out FOLDER  where the modules' folders are (default: terraform)
`;

/** @returns the exit code: 0 done or up to date, 1 stale (with --check) or failed, 2 wrong arguments */
export function main(args: string[], print: (text: string) => void, fail: (text: string) => void): number {
  let options;
  try {
    options = parseArgs({
      args,
      allowPositionals: true,
      options: { check: { type: "boolean" }, out: { type: "string" }, help: { type: "boolean", short: "h" } },
    });
  } catch (error) {
    fail(`${(error as Error).message}\n\n${USAGE}`);
    return 2;
  }
  if (options.values.help) {
    print(USAGE);
    return 0;
  }
  const out = path.relative(
    "",
    path.resolve(options.values.out ?? path.join(MODULES_FOLDER, "../terraform")),
  );
  try {
    // All are made before the first is written.
    const modules = (options.positionals.length ? options.positionals : EXPORTED_MODULES).map((name) => ({
      name,
      folder: path.join(out, name),
      files: exportModule(loadModule(name), path.join(MODULES_FOLDER, name)),
    }));
    return options.values.check ? compare(modules, print, fail) : write(modules, print);
  } catch (error) {
    fail((error as Error).message);
    return 1;
  }
}

interface Exported {
  name: string;
  folder: string;
  files: ModuleFiles;
}

function compare(modules: Exported[], print: (text: string) => void, fail: (text: string) => void): number {
  const stale = modules.flatMap(({ folder, files }) => differences(folder, files));
  if (!stale.length) {
    print(`Up to date: ${modules.map(({ folder }) => folder).join(", ")}.`);
    return 0;
  }
  fail(`Stale; run \`npm run export-modules\` and commit:\n  ${stale.join("\n  ")}`);
  return 1;
}

function write(modules: Exported[], print: (text: string) => void): number {
  for (const { folder, name } of modules) refuseForeignFiles(folder, name);
  for (const { folder, files } of modules) {
    const changed = differences(folder, files).length;
    if (changed) replaceFolder(folder, files);
    print(`${folder}: ${files.size} files, ${changed ? `${changed} changed` : "unchanged"}`);
  }
  return 0;
}

if (require.main === module) process.exitCode = main(process.argv.slice(2), console.log, console.error);
