import { readFileSync } from "node:fs";
import { join } from "node:path";

/** What this build needs of package-lock.json (lockfileVersion 3). */
export interface LockedPackage {
  readonly version: string;
  readonly integrity?: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

/** Packages by their place, such as `node_modules/sharp`. */
export type LockedPackages = Readonly<Record<string, LockedPackage>>;

export function readLock(root: string): LockedPackages {
  const path = join(root, "package-lock.json");
  const lock = JSON.parse(readFileSync(path, "utf8")) as { packages?: LockedPackages };
  if (lock.packages === undefined) {
    throw new Error(`${path} has no "packages"; expected a lock file of version 3 (npm 7 or later).`);
  }
  return lock.packages;
}

/** A package of the lock with all that it needs, every platform's optional parts included, by place. */
export function closureOf(packages: LockedPackages, name: string): Record<string, LockedPackage> {
  const closure: Record<string, LockedPackage> = {};
  const visit = (place: string) => {
    if (closure[place]) return;
    const locked = packages[place];
    if (locked === undefined) throw new Error(`package-lock.json has no entry ${place}; run npm install.`);
    closure[place] = locked;
    for (const needed of Object.keys({ ...locked.dependencies, ...locked.optionalDependencies })) {
      visit(placeOf(packages, place, needed));
    }
  };
  visit(`node_modules/${name}`);
  return closure;
}

/** Where Node would find `name` from `place`: nested first, then each folder above. */
function placeOf(packages: LockedPackages, place: string, name: string): string {
  for (let base = place; ; base = base.slice(0, Math.max(0, base.lastIndexOf("/node_modules/")))) {
    const candidate = `${base === "" ? "" : `${base}/`}node_modules/${name}`;
    if (packages[candidate] !== undefined || base === "") return candidate;
  }
}
