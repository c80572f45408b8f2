/** The tables in every module's README, and the list of modules. */
import * as path from "node:path";
import { EXPORTED_MODULES } from "../../modules/shared/export/exported-modules";
import { loadModule, moduleNames, MODULES_FOLDER } from "../../modules/shared/export/load";
import { readmeWithTables } from "../../modules/shared/export/readme";
import type { Document } from "./document";
import { code, table } from "./markdown";

export const moduleDocuments = (): Document[] =>
  moduleNames().map((name) => {
    const file = path.join(MODULES_FOLDER, name, "README.md");
    return {
      file: `modules/${name}/README.md`,
      text: readmeWithTables(file, loadModule(name), "typescript"),
    };
  });

/** The README's table: what each module is, and the folder of its Terraform form where it is published. */
export function modulesTable(): string {
  const exported: readonly string[] = EXPORTED_MODULES;
  const rows = moduleNames().map((name) => [
    `[${name}](modules/${name}/README.md)`,
    loadModule(name).summary,
    exported.includes(name)
      ? `[${code(`terraform/${name}`)}](terraform/${name})`
      : "TypeScript only, for now",
  ]);
  return table(["Module", "What it makes", "Plain Terraform"], rows);
}
