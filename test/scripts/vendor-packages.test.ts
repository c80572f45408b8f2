import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";
import { temporaryFolder } from "../helpers/temporary";

const ROOT = path.resolve(__dirname, "../..");
const read = (name: string) => fs.readFileSync(path.join(ROOT, "model-src", name), "utf8");

const run = (args: string[], env: Record<string, string> = {}) =>
  spawnSync(process.execPath, [path.join(ROOT, "scripts/vendor-packages.mjs"), ...args], {
    encoding: "utf8",
    env: { ...process.env, ...env },
  });

it.each(["3", "3.9", "2.7", "3.12.1", "cp312", "3.120", ""])(
  "refuses Python %p, and says what is right",
  (version) => {
    const done = run([`--python-version=${version}`, "--folder", temporaryFolder()]);
    expect(done.status).toBe(2);
    expect(done.stderr).toMatch(/should be like 3\.12/);
  },
);

it("names an option that it does not know", () => {
  const done = run(["--platform", "any"]);
  expect(done.status).toBe(2);
  expect(done.stderr).toMatch(/--platform/);
  expect(done.stderr).toMatch(/Usage/);
});

it("prints its options", () => {
  const done = run(["--help"]);
  expect(done.status).toBe(0);
  expect(done.stdout).toMatch(/--python-version .*default 3\.12/);
});

it("says what it needs where the package index cannot be reached, and leaves nothing half done", () => {
  const folder = temporaryFolder();
  // An index that refuses each connection, and no other source that the machine may have set.
  const offline = {
    PIP_INDEX_URL: "http://127.0.0.1:9/",
    PIP_CONFIG_FILE: "/dev/null",
    PIP_NO_CACHE_DIR: "1",
    PIP_FIND_LINKS: "",
  };
  const done = run(["--folder", folder], offline);
  expect(done.status).toBe(1);
  expect(done.stderr).toMatch(
    /could not fetch the packages of model-src\/requirements-packages\.txt for Python 3\.12/,
  );
  expect(done.stderr).toMatch(/PIP_INDEX_URL/);
  expect(fs.readdirSync(folder)).toEqual([]);
});

it("fetches the versions that the export is tested with", () => {
  const pins = (text: string) =>
    new Map([...text.matchAll(/^([\w-]+)==(\S+?)(?:;|\s|$)/gm)].map(([, name, version]) => [name, version]));
  const vendored = pins(read("requirements-packages.txt"));
  const tested = pins(`${read("requirements-export.txt")}\n${read("requirements-serve.txt")}`);
  // Of the lines for several Pythons the last one counts: the newest.
  for (const name of ["onnx", "onnxscript", "onnxruntime"]) expect(vendored.get(name)).toBe(tested.get(name));
});

it("puts them where the program looks and where git does not", () => {
  expect(read("train.py")).toContain(`"packages" / f"cp{sys.version_info.major}{sys.version_info.minor}"`);
  const ignored = spawnSync("git", ["check-ignore", "model-src/packages/cp312/onnx/__init__.py"], {
    cwd: ROOT,
  });
  expect(ignored.status).toBe(0);
});
