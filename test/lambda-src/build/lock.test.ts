import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { closureOf, readLock } from "../../../lambda-src/build/lock";

test("a nested package is preferred over the one above, as Node resolves it", () => {
  const packages = {
    "node_modules/sharp": {
      version: "1.0.0",
      dependencies: { semver: "7" },
      optionalDependencies: { native: "1" },
    },
    "node_modules/sharp/node_modules/semver": { version: "7.0.0" },
    "node_modules/semver": { version: "6.0.0" },
    "node_modules/native": { version: "1.0.0", dependencies: { semver: "6" } },
    "node_modules/unrelated": { version: "1.0.0" },
  };
  expect(Object.keys(closureOf(packages, "sharp")).sort()).toEqual([
    "node_modules/native",
    "node_modules/semver",
    "node_modules/sharp",
    "node_modules/sharp/node_modules/semver",
  ]);
});

test("a package that the lock does not have is an error that names it", () => {
  const packages = { "node_modules/sharp": { version: "1.0.0", dependencies: { missing: "1" } } };
  expect(() => closureOf(packages, "sharp")).toThrow(
    "package-lock.json has no entry node_modules/missing; run npm install.",
  );
});

test("an old lock file is refused with the version that is needed", () => {
  const folder = mkdtempSync(join(tmpdir(), "lock-"));
  writeFileSync(join(folder, "package-lock.json"), `{"lockfileVersion": 1, "dependencies": {}}`);
  expect(() => readLock(folder)).toThrow("expected a lock file of version 3");
  rmSync(folder, { recursive: true });
});
