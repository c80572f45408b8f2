/**
 * Archives that machines on AWS fetch. Their bytes depend on their files' names and contents only: fixed times and owners,
 * and a compressor written in JavaScript (Node's own zlib compresses differently from release to release).
 */
import { createHash } from "node:crypto";
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { join, resolve, sep } from "node:path";
import { gzipSync } from "fflate";
import { tar } from "./tar";

const CACHE = resolve(__dirname, "../../../node_modules/.cache/archives");

/** From here on, compressing well takes longer than it saves (110 MB of packages: 24 s instead of 5 s, and 7 % smaller). */
const LARGE_BYTES = 16 * 1024 * 1024;

export interface ArchiveEntry {
  /** The file's place in the archive, with `/` between folders. */
  readonly path: string;
  /** Where the file is now. */
  readonly file: string;
}

export interface ArchiveProps {
  /** The beginning of the file's name. */
  readonly name: string;
  readonly entries: readonly ArchiveEntry[];
}

/**
 * Makes the `.tar.gz`, or finds it in the cache. Synchronous, because synth is.
 * @returns the archive's path; its name holds a hash of its contents
 * @throws when there is no entry, or two for one place
 */
export function archive({ name, entries }: ArchiveProps, cacheFolder = CACHE): string {
  if (entries.length === 0)
    throw new Error(`The archive "${name}" would be empty; it should have at least one file.`);
  const sorted = [...entries].sort((a, b) => (a.path < b.path ? -1 : 1));
  const twice = sorted.find(({ path }, index) => sorted[index + 1]?.path === path);
  if (twice) throw new Error(`The archive "${name}" has two files for ${twice.path}; it should have one.`);
  const plain = tar(sorted.map(({ path, file }) => ({ path, content: readFileSync(file) })));
  const hash = createHash("sha256").update(plain).digest("hex").slice(0, 16);
  const made = join(cacheFolder, `${name}-${hash}.tar.gz`);
  if (existsSync(made)) return made;
  mkdirSync(cacheFolder, { recursive: true });
  const draft = `${made}.${process.pid}`;
  writeFileSync(draft, gzipSync(plain, { level: plain.length > LARGE_BYTES ? 1 : 9, mtime: 0 }));
  // At once: another process may be making the same.
  renameSync(draft, made);
  return made;
}

/**
 * The files below a folder as entries.
 * @param include which of their paths below the folder, with `/`
 * @param at the folder's place in the archive, empty for the top
 * @returns nothing where there is no such folder
 */
export function filesBelow(folder: string, include = /./, at = ""): ArchiveEntry[] {
  if (!existsSync(folder) || !statSync(folder).isDirectory()) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
    .map((file) => ({
      path: file
        .slice(folder.length + 1)
        .split(sep)
        .join("/"),
      file,
    }))
    .filter(({ path }) => include.test(path))
    .map(({ path, file }) => ({ path: at ? `${at}/${path}` : path, file }));
}
