import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";
import { SHIMMED } from "./session";

/** The oldest Terraform and OpenTofu that the project is tested with. */
const OLDEST: readonly [major: number, minor: number] = [1, 10];

/** The first executable of a name on PATH. */
export function findOnPath(name: string, searchPath: string): string | undefined {
  return searchPath
    .split(path.delimiter)
    .map((folder) => path.join(folder, name))
    .find(isExecutable);
}

function isExecutable(file: string): boolean {
  try {
    fs.accessSync(file, fs.constants.X_OK);
    return fs.statSync(file).isFile();
  } catch {
    return false;
  }
}

/** The real binaries there are, by the name of their shim. */
export function findBinaries(searchPath: string): Record<string, string> {
  return Object.fromEntries(
    SHIMMED.flatMap((name) => {
      const found = findOnPath(name, searchPath);
      return found === undefined ? [] : [[name, found]];
    }),
  );
}

/** The version of a binary, as `1.11.4`; undefined when it does not tell. */
export function versionOf(binary: string): string | undefined {
  const told = spawnSync(binary, ["version", "-json"], {
    encoding: "utf8",
    env: { ...process.env, CHECKPOINT_DISABLE: "1" },
  });
  return /"terraform_version":\s*"([^"]+)"/.exec(told.stdout ?? "")?.[1];
}

export function isTooOld(version: string): boolean {
  const [major = 0, minor = 0] = version.split(".").map((part) => Number.parseInt(part, 10));
  return major < OLDEST[0] || (major === OLDEST[0] && minor < OLDEST[1]);
}
