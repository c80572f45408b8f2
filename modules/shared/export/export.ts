/** A module's folder as a plain Terraform module: generated HCL, and the furniture that is kept by hand beside the construct. */
import * as fs from "node:fs";
import * as path from "node:path";
import { loadSchema } from "../../../offline/schema";
import type { AnyModule } from "../module";
import { mainFile, outputsFile, variablesFile, versionsFile } from "./hcl/files";
import { headerFor, withHeader } from "./header";
import { readmeWithTables } from "./readme";
import { synthesize } from "./synthesize";

/** Path inside the module to its content. */
export type ModuleFiles = ReadonlyMap<string, Buffer>;

/** Folders that are copied as they are, and what may be in them. */
const FURNITURE = { examples: /\.(tf|md)$/, tests: /\.tftest\.hcl$/ } as const;

/**
 * @param folder the module's source folder, e.g. `modules/private-network`
 * @throws when the module cannot be a plain Terraform module; nothing is written here
 */
export function exportModule(definition: AnyModule, folder: string): ModuleFiles {
  const module = synthesize(definition);
  const header = headerFor("main.tf", definition.name);
  const files = new Map<string, Buffer>();
  const add = (name: string, text: string) => files.set(name, Buffer.from(text));
  add("main.tf", mainFile(header, module.elements, loadSchema()));
  add("variables.tf", variablesFile(header, module.variables));
  add("outputs.tf", outputsFile(header, module.outputs));
  add("versions.tf", versionsFile(header));
  const readme = path.join(folder, "README.md");
  if (!fs.existsSync(readme)) throw new Error(`${readme} is missing: every module has one.`);
  add(
    "README.md",
    withHeader("README.md", definition.name, readmeWithTables(readme, definition, "terraform")),
  );
  for (const [name, allowed] of Object.entries(FURNITURE)) {
    for (const [file, text] of furniture(folder, name, allowed))
      add(file, withHeader(file, definition.name, text));
  }
  for (const [name, file] of module.assets) files.set(name, fs.readFileSync(file));
  return new Map([...files].sort(([a], [b]) => (a < b ? -1 : 1)));
}

function furniture(folder: string, name: string, allowed: RegExp): [string, string][] {
  const root = path.join(folder, name);
  if (!fs.existsSync(root)) return [];
  return fs
    .readdirSync(root, { recursive: true, encoding: "utf8" })
    .filter((file) => fs.statSync(path.join(root, file)).isFile())
    .map((file) => {
      if (!allowed.test(file))
        throw new Error(`${path.join(root, file)} has no place in a module: ${name}/ holds ${allowed}.`);
      return [path.posix.join(name, ...file.split(path.sep)), fs.readFileSync(path.join(root, file), "utf8")];
    });
}
