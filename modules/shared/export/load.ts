/** Modules by their folder's name. */
import * as fs from "node:fs";
import * as path from "node:path";
import type { AnyModule } from "../module";

/** The folder that holds the modules. */
export const MODULES_FOLDER = path.resolve(__dirname, "../..");

/** What modules share; its `module.ts` says what a module is. */
const SHARED = "shared";

/** Every module's folder: those with a `module.ts`. */
export function moduleNames(modulesFolder = MODULES_FOLDER): string[] {
  return fs
    .readdirSync(modulesFolder)
    .filter((name) => name !== SHARED && fs.existsSync(path.join(modulesFolder, name, "module.ts")))
    .sort();
}

/** @throws when there is no such module */
export function loadModule(name: string, modulesFolder = MODULES_FOLDER): AnyModule {
  const known = moduleNames(modulesFolder);
  if (!known.includes(name)) throw new Error(`There is no module ${name}. Known: ${known.join(", ")}.`);
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- by name, and synchronously as all of CDKTF
  const { definition } = require(path.join(modulesFolder, name, "module")) as {
    definition?: AnyModule;
  };
  if (!definition) throw new Error(`modules/${name}/module.ts does not export \`definition\`.`);
  if (definition.name !== name)
    throw new Error(
      `modules/${name}/module.ts says that its name is ${definition.name}; it has to be the folder's.`,
    );
  return definition;
}
