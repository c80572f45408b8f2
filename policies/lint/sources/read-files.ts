import { readdirSync, readFileSync, realpathSync, statSync } from "node:fs";
import { join } from "node:path";
import type { Source } from "./index";

/** Folders that hold other people's files, or Terraform's own working data. */
const skippedFolders = new Set(["node_modules", ".git", ".terraform"]);

/** A path that does not exist. */
export class MissingPathError extends Error {}

/**
 * Reads the named files, and below named folders every JSON file and Terraform configuration. What cannot be read becomes
 * a source with an error, so that it is reported.
 *
 * @throws MissingPathError when a named path does not exist.
 */
export function readPaths(paths: readonly string[]): Source[] {
  const seen = new Set<string>();
  return paths.flatMap((path) => {
    const stats = statSync(path, { throwIfNoEntry: false });
    if (stats === undefined) throw new MissingPathError(`${path} does not exist`);
    if (!stats.isDirectory()) return [readSource(path, false)];
    const found = readFolder(path, seen);
    if (found.length > 0) return found;
    return [{ file: path, content: undefined, error: "the folder holds no JSON and no Terraform file" }];
  });
}

function readFolder(folder: string, seen: Set<string>): Source[] {
  const real = realpathSync(folder);
  if (seen.has(real)) return [];
  seen.add(real);
  return readdirSync(folder, { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const { name } = entry;
      const path = join(folder, name);
      const stats = entry.isSymbolicLink() ? statSync(path, { throwIfNoEntry: false }) : entry;
      if (stats?.isDirectory()) return skippedFolders.has(name) ? [] : readFolder(path, seen);
      return /\.(json|tf)$/.test(name) ? [readSource(path, true)] : [];
    });
}

function readSource(file: string, foundInFolder: boolean): Source {
  try {
    return { file, content: readFileSync(file), foundInFolder };
  } catch (error) {
    return {
      file,
      content: undefined,
      error: (error as NodeJS.ErrnoException).code ?? String(error),
      foundInFolder,
    };
  }
}
