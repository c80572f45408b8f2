import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { zipSync, type Zippable } from "fflate";

/** What of sharp's packages runs, and what their licences ask to keep; sources, types and ES modules stay out. */
const kept =
  /(?:\.(?:cjs|js|json|node)|\.so(?:\.\d+)*|(?:^|\/)(?:LICENSE|LICENCE|README|THIRD-PARTY-NOTICES)(?:\.md)?)$/;
const dropped = /(?:^|\/)(?:\.|package-lock\.json$)|\/(?:src|install|bin|include|lib\/glib-2\.0)\//;

/** The files under `folder/node_modules` that belong into the zip, by their path in it, sorted. */
export function collectPackages(folder: string): Map<string, Uint8Array> {
  const paths = readdirSync(join(folder, "node_modules"), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name).slice(folder.length + 1))
    .filter((path) => kept.test(path) && !dropped.test(path))
    .sort();
  return new Map(paths.map((path) => [path, readFileSync(join(folder, path))]));
}

/**
 * Writes a zip whose bytes depend on its files' names and contents only: sorted, one fixed date, one mode, and a
 * compressor written in JavaScript (Node's own zlib compresses differently from release to release).
 */
export function zipFiles(files: ReadonlyMap<string, Uint8Array>): Uint8Array {
  const entries: Zippable = {};
  // The zip format keeps local time without a zone, so the date is made of local parts.
  const mtime = new Date(1980, 0, 1);
  for (const path of [...files.keys()].sort()) {
    entries[path] = [files.get(path) ?? new Uint8Array(), { level: 9, mtime, os: 3, attrs: 0o100644 << 16 }];
  }
  return zipSync(entries);
}
