/** Builds the classifier function's zip: the same source and lock give the same bytes on every machine. */
import { createHash } from "node:crypto";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join, resolve } from "node:path";
import type { BundleSizes } from "./budget";

export const architectures = ["arm64", "x86_64"] as const;
/** Lambda's names. */
export type Architecture = (typeof architectures)[number];

export interface BuildOptions {
  readonly architecture: Architecture;
  /** The repository. Default: the one this file is in. */
  readonly root?: string;
  /** Where results are kept. Default: `node_modules/.cache/lambda` of the repository. */
  readonly cacheFolder?: string;
  /** Takes a line when something is really built. Default: standard error. */
  readonly progress?: (line: string) => void;
}

export interface FunctionBuild {
  readonly zipPath: string;
  /** SHA-256 of the zip, as `source_code_hash` of `aws_lambda_function` wants it. */
  readonly sha256Base64: string;
  readonly sizes: BundleSizes;
}

/**
 * Builds the zip, or finds it in the cache (by a hash of the sources and package-lock.json). Synchronous, because
 * synth is. Handler: `index.handler`; runtime: `nodejs22.x` or later.
 *
 * @throws Error when sharp cannot be installed, a size is over its budget, or an installed package is not the lock's
 */
export function buildFunction({ architecture, ...options }: BuildOptions): FunctionBuild {
  if (!architectures.includes(architecture)) {
    throw new Error(
      `architecture is "${String(architecture)}"; expected one of ${architectures.join(", ")}.`,
    );
  }
  const root = options.root ?? resolve(__dirname, "../..");
  const cache = options.cacheFolder ?? join(root, "node_modules/.cache/lambda");
  const folder = join(cache, `classify-${architecture}-${sourceHash(root)}`);
  if (!existsSync(join(folder, "build.json"))) {
    build(root, architecture, folder, options.progress ?? ((line) => process.stderr.write(`${line}\n`)));
  }
  const { sha256Base64, sizes } = JSON.parse(
    readFileSync(join(folder, "build.json"), "utf8"),
  ) as FunctionBuild;
  return { zipPath: join(folder, "classify.zip"), sha256Base64, sizes };
}

/** Everything that decides the zip's bytes: the handler's sources, this builder's, and the lock. */
function sourceHash(root: string): string {
  const hash = createHash("sha256");
  const sources = ["lambda-src/classify", "lambda-src/build"].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && /\.(?:ts|json)$/.test(entry.name))
      .map((entry) => join(entry.parentPath ?? entry.path, entry.name).slice(root.length + 1)),
  );
  for (const path of [...sources, "package-lock.json"].sort()) {
    const content = readFileSync(join(root, path));
    hash.update(`${path}\0${content.length}\0`).update(content);
  }
  return hash.digest("hex").slice(0, 16);
}

function build(
  root: string,
  architecture: Architecture,
  folder: string,
  progress: (line: string) => void,
): void {
  // Loaded only when something is built: a cached answer stays fast.
  /* eslint-disable @typescript-eslint/no-require-imports */
  const { bundleHandler, handlerFile } = require("./bundle") as typeof import("./bundle");
  const { collectPackages, zipFiles } = require("./archive") as typeof import("./archive");
  const { installSharp } = require("./native") as typeof import("./native");
  const { readLock } = require("./lock") as typeof import("./lock");
  const { checkBudget } = require("./budget") as typeof import("./budget");
  /* eslint-enable @typescript-eslint/no-require-imports */

  progress(`Building the classifier function for ${architecture} (once for each change of its sources) …`);
  mkdirSync(join(folder, ".."), { recursive: true });
  const work = mkdtempSync(`${folder}.`);
  try {
    const packages = readLock(root);
    const { files } = bundleHandler(root, packages);
    installSharp(packages, architecture, join(work, "install"));
    const sharp = collectPackages(join(work, "install"));
    rmSync(join(work, "install"), { recursive: true });
    const zip = zipFiles(new Map([...files, ...sharp]));
    const bytes = (contents: Iterable<Uint8Array>) =>
      [...contents].reduce((sum, file) => sum + file.length, 0);
    const handlerBytes = files.get(handlerFile)?.length ?? 0;
    const sizes = {
      handlerBytes,
      lazyBytes: bytes(files.values()) - handlerBytes,
      sharpBytes: bytes(sharp.values()),
      unpackedBytes: bytes(files.values()) + bytes(sharp.values()),
      zipBytes: zip.length,
    };
    checkBudget(sizes);
    const sha256Base64 = createHash("sha256").update(zip).digest("base64");
    writeFileSync(join(work, "classify.zip"), zip);
    writeFileSync(join(work, "build.json"), JSON.stringify({ sha256Base64, sizes }, undefined, 2));
    keep(work, folder);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** Puts a finished build in its place at once. Another process may have been faster; its bytes are the same. */
function keep(work: string, folder: string): void {
  try {
    renameSync(work, folder);
  } catch (error) {
    if (!existsSync(join(folder, "build.json"))) throw error;
  }
}
