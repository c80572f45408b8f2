/**
 * The archives that the host fetches at its first boot. Their bytes depend on their files' names and contents only: fixed
 * times and owners, and a compressor written in JavaScript (Node's own zlib compresses differently from release to release).
 */
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { gzipSync } from "fflate";
import { tar } from "./tar";

const ROOT = resolve(__dirname, "../..");
const CACHE = join(ROOT, "node_modules/.cache/training-host");

/** What goes into an archive: paths below a folder that match. */
export interface ArchiveSource {
  readonly name: string;
  readonly folder: string;
  readonly include: RegExp;
}

/** `ec2-bootstrap`, without the stub that fetches it. */
export const bootstrapSource: ArchiveSource = {
  name: "bootstrap",
  folder: join(ROOT, "ec2-bootstrap"),
  include: /^(bootstrap\.sh|cloudwatch-agent\.json|(bin|lib|systemd)\/[\w.-]+)$/,
};

/** The training program of `model-src`, with `train.py` at the top, and the preprocessing that it shares with serving. */
export const codeSource: ArchiveSource = {
  name: "code",
  folder: join(ROOT, "model-src"),
  include: /^(train\.py|requirements-(export|serve)\.txt|(training|serve)\/(\w+\/)*\w+\.py)$/,
};

/**
 * Makes the `.tar.gz`, or finds it in the cache. Synchronous, because synth is.
 * @returns the archive's path; its name holds a hash of its contents
 * @throws when nothing matches: the folder has been moved or renamed
 */
export function archive(source: ArchiveSource, cacheFolder = CACHE): string {
  const paths = readdirSync(source.folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name).slice(source.folder.length + 1))
    .filter((path) => source.include.test(path))
    .sort();
  if (paths.length === 0) throw new Error(`${source.folder} holds nothing for the archive "${source.name}".`);
  const plain = tar(paths.map((path) => ({ path, content: readFileSync(join(source.folder, path)) })));
  const hash = createHash("sha256").update(plain).digest("hex").slice(0, 16);
  const file = join(cacheFolder, `${source.name}-${hash}.tar.gz`);
  if (existsSync(file)) return file;
  mkdirSync(cacheFolder, { recursive: true });
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, gzipSync(plain, { level: 9, mtime: 0 }));
  // At once: another process may be making the same.
  renameSync(draft, file);
  return file;
}
