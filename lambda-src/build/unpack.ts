import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { unzipSync } from "fflate";

/** Unpacks a built zip into a folder, as Lambda does. @returns its files by their path */
export function unpack(zipPath: string, folder: string): Record<string, Uint8Array> {
  const files = unzipSync(readFileSync(zipPath));
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  return files;
}
