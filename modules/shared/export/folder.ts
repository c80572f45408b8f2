/** Exported modules on disk: compared and replaced as wholes, and never where somebody else's files are. */
import * as fs from "node:fs";
import * as path from "node:path";
import type { ModuleFiles } from "./export";
import { headerFor } from "./header";

/** Files that only the exporter makes, and which cannot say so in a first line. */
const ASSETS = "assets/";

/** The files of a folder, sorted, with `/` between names; none when there is no folder. */
export function filesIn(folder: string): string[] {
  if (!fs.existsSync(folder)) return [];
  return fs
    .readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((file) => !fs.statSync(path.join(folder, file)).isDirectory())
    .map((file) => file.split(path.sep).join("/"))
    .sort();
}

/** What differs between a folder and what an export would write: one line a file. */
export function differences(folder: string, files: ModuleFiles): string[] {
  const present = new Set(filesIn(folder));
  const wanted = [...files].flatMap(([name, content]) => {
    const file = path.join(folder, name);
    if (!present.has(name)) return [`${file} is missing`];
    return content.equals(fs.readFileSync(file)) ? [] : [`${file} is not what the source says`];
  });
  const extra = [...present].filter((name) => !files.has(name));
  return [
    ...wanted,
    ...extra.map((name) => `${path.join(folder, name)} is not made by the exporter any more`),
  ];
}

/** @throws when the folder holds files that the exporter did not write */
export function refuseForeignFiles(folder: string, module: string): void {
  const foreign = filesIn(folder).filter(
    (name) => !name.startsWith(ASSETS) && !isOurs(path.join(folder, name), module),
  );
  if (foreign.length)
    throw new Error(
      `${folder} holds files that the exporter did not write: ${foreign.join(", ")}. Move them away; hand-kept files belong into modules/${module}.`,
    );
}

const isOurs = (file: string, module: string): boolean =>
  fs.readFileSync(file, "utf8").startsWith(headerFor(file, module));

/** Writes the module beside its place and then puts it there, so that no half-written module is ever seen. */
export function replaceFolder(folder: string, files: ModuleFiles): void {
  const draft = `${folder}.draft-${process.pid}`;
  const previous = `${folder}.previous-${process.pid}`;
  try {
    for (const [name, content] of files) {
      const file = path.join(draft, name);
      fs.mkdirSync(path.dirname(file), { recursive: true });
      fs.writeFileSync(file, content);
    }
    if (fs.existsSync(folder)) fs.renameSync(folder, previous);
    fs.renameSync(draft, folder);
  } finally {
    fs.rmSync(draft, { recursive: true, force: true });
    if (fs.existsSync(previous) && !fs.existsSync(folder)) fs.renameSync(previous, folder);
    fs.rmSync(previous, { recursive: true, force: true });
  }
}
