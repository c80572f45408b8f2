/** Extracting a hundred types costs seconds, so the result is kept on disk, under a name that changes with all it depends on. */
import { createHash } from "node:crypto";
import * as fs from "node:fs";
import * as path from "node:path";
import type { ProviderSchema, TypesInUse } from "./types";

/** Raise this when the extractor's result changes for equal input. */
export const EXTRACTOR_VERSION = 1;

const BINDINGS_MANIFEST = "@cdktf/provider-aws/package.json";

/** The folder of the installed bindings, which holds `lib/`. */
export function bindingsFolder(): string {
  return path.dirname(require.resolve(BINDINGS_MANIFEST));
}

/** `node_modules/.cache/offline-aws` of the installation that the bindings are in. */
export function cacheFolder(): string {
  return path.join(bindingsFolder(), "../..", ".cache", "offline-aws");
}

function bindingsVersion(): string {
  const manifest = JSON.parse(fs.readFileSync(path.join(bindingsFolder(), "package.json"), "utf8")) as {
    version: string;
  };
  return manifest.version;
}

/** The file a schema is kept in: bindings' version, extractor and the tables it was made with. */
export function cacheFile(types: TypesInUse, supplement: unknown, folder = cacheFolder()): string {
  const tables = createHash("sha256").update(JSON.stringify([EXTRACTOR_VERSION, types, supplement]));
  return path.join(folder, `schema-${bindingsVersion()}-${tables.digest("hex").slice(0, 16)}.json`);
}

export function readCached(file: string): ProviderSchema | undefined {
  try {
    return JSON.parse(fs.readFileSync(file, "utf8")) as ProviderSchema;
  } catch {
    return undefined; // absent, or cut short by a killed process: it is made anew
  }
}

/** Writes by rename, so that another process never reads half a file. */
export function writeCached(file: string, schema: ProviderSchema): void {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  const draft = `${file}.${process.pid}`;
  fs.writeFileSync(draft, JSON.stringify(schema));
  fs.renameSync(draft, file);
}
