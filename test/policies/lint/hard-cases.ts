import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";

const fixtures = join(__dirname, "fixtures");

/** The texts of all hard cases by file name: those that everybody has (`hard`), and those beside them (`hard-…`). */
export function hardCases(): [name: string, text: string][] {
  const folders = readdirSync(fixtures)
    .map((name) => join(fixtures, name))
    .filter((path) => /\/hard[^/.]*$/.test(path) && statSync(path).isDirectory());
  return folders.flatMap((folder) =>
    readdirSync(folder).map((file): [string, string] => [file, readFileSync(join(folder, file), "utf8")]),
  );
}
