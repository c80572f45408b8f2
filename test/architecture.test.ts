/** The house's rules that a compiler does not know: which way imports go, where CDKTF comes from, how long a file may be. */
import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";
import * as ts from "typescript";

const root = path.resolve(__dirname, "..");
const MAX_LINES = 400;

/** What each part may import of the other parts. A part that is not named may import nothing but itself. */
const MAY_IMPORT: Record<string, readonly string[]> = {
  stacks: ["modules", "policies/documents", "policies/lint", "lambda-src", "capacity"],
  modules: ["policies/documents", "lambda-src"],
  // For the exporter: which attributes are blocks.
  "modules/shared/export": ["modules", "offline/schema"],
  "policies/documents": [],
  "policies/lint": [],
  "lambda-src": [],
  "model-src": [],
  "ec2-bootstrap": [],
  capacity: [],
  offline: [],
  "offline/schema": ["offline"],
  scripts: ["stacks", "modules", "policies/documents", "policies/lint", "lambda-src", "offline", "capacity"],
  bench: ["stacks", "modules", "policies/documents", "policies/lint", "lambda-src", "offline", "capacity"],
};
const PARTS = Object.keys(MAY_IMPORT).sort((a, b) => b.length - a.length);

/** Files that git knows or would take up. */
function sourceFiles(): string[] {
  const listed = spawnSync("git", ["ls-files", "-z", "--cached", "--others", "--exclude-standard"], {
    cwd: root,
    encoding: "utf8",
  });
  const names = listed.status === 0 ? listed.stdout.split("\0").filter(Boolean) : walk(root);
  return names.filter((name) => fs.existsSync(path.join(root, name))).sort();
}

/** Where there is no git: everything but what is built or installed. */
function walk(folder: string): string[] {
  return fs.readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (["node_modules", ".git", "out", "dist", "cdktf.out", "coverage"].includes(entry.name)) return [];
    const full = path.join(folder, entry.name);
    return entry.isDirectory() ? walk(full) : [path.relative(root, full)];
  });
}

interface Import {
  file: string;
  specifier: string;
  /** The imported file or folder from the root of the repository; undefined for a package. */
  target: string | undefined;
}

/** `import`, `export … from`, `import()` and `require()`, types included: a type ties two parts together as well. */
function importsOf(file: string): Import[] {
  const { importedFiles } = ts.preProcessFile(fs.readFileSync(path.join(root, file), "utf8"), true, true);
  return importedFiles.map(({ fileName: specifier }) => ({
    file,
    specifier,
    target: specifier.startsWith(".") ? path.posix.join(path.posix.dirname(file), specifier) : undefined,
  }));
}

const isIn = (name: string, folder: string) => name === folder || name.startsWith(`${folder}/`);
const partOf = (name: string) => PARTS.find((part) => isIn(name, part));

const files = sourceFiles();
const scripts = files.filter((name) => /\.(ts|mjs|js)$/.test(name) && !name.endsWith(".d.ts"));
const imports = scripts.flatMap(importsOf);
const ofTheHouse = imports.filter(({ file }) => !isIn(file, "test"));

it("looks at files of every part that holds TypeScript", () => {
  for (const part of ["modules", "policies/documents", "policies/lint", "lambda-src", "offline"])
    expect(scripts.filter((name) => isIn(name, part)).length).toBeGreaterThan(3);
  expect(imports.filter(({ target }) => target !== undefined).length).toBeGreaterThan(200);
});

/** Imports against the arrows, told as sentences. */
const againstTheArrows = (all: readonly Import[]): string[] =>
  all.flatMap(({ file, target }) => {
    const [from, to] = [partOf(file), target === undefined ? undefined : partOf(target)];
    if (target === undefined || to === undefined || from === to) return [];
    const isWithin = from !== undefined && (isIn(from, to) || isIn(to, from));
    const isAllowed = (from ? (MAY_IMPORT[from] ?? []) : []).some((part) => isIn(target, part));
    return isAllowed || isWithin ? [] : [`${file} imports ${target}`];
  });

it("imports go one way", () => {
  expect(againstTheArrows(ofTheHouse)).toEqual([]);
});

it.each([
  ["modules/x/index.ts", "stacks/config", true],
  ["modules/x/index.ts", "policies/lint", true],
  ["modules/x/index.ts", "policies/documents", false],
  ["modules/x/index.ts", "offline/schema", true],
  ["modules/shared/export/export.ts", "offline/schema", false],
  ["modules/shared/export/export.ts", "offline/provider/listen", true],
  ["lambda-src/classify/handler.ts", "modules/shared/limits", true],
  ["policies/lint/cli.ts", "stacks/main", true],
  ["capacity/plan.ts", "modules/shared/instances", true],
  ["offline/server.ts", "modules/shared/tf", true],
  ["offline/server.ts", "offline/schema", false],
  ["elsewhere/x.ts", "modules/x", true],
])("an import from %s of %s is told: %s", (file, target, isTold) => {
  expect(againstTheArrows([{ file, target, specifier: "" }])).toHaveLength(isTold ? 1 : 0);
});

it("nothing but tests imports tests", () => {
  expect(ofTheHouse.filter(({ target }) => target !== undefined && isIn(target, "test"))).toEqual([]);
});

it("a module knows no other module's inside", () => {
  const moduleOf = (name: string) => /^modules\/([^/]+)\//.exec(`${name}/`)?.[1];
  const wrong = ofTheHouse.flatMap(({ file, target }) => {
    const [from, to] = [moduleOf(file), target && moduleOf(target)];
    if (!from || !to || to === "shared" || from === to) return [];
    return target === `modules/${to}` ? [] : [`${file} imports ${target}`];
  });
  expect(wrong).toEqual([]);
});

it("CDKTF comes through modules/shared/tf.ts only", () => {
  const direct = imports.filter(
    ({ file, specifier }) => /^cdktf(\/|$)/.test(specifier) && file !== "modules/shared/tf.ts",
  );
  expect(direct).toEqual([]);
});

it("bindings are imported by resource, never from the package's root, which loads all of AWS", () => {
  const whole = imports.filter(({ specifier }) => /^@cdktf\/provider-aws(\/lib)?\/?$/.test(specifier));
  expect(whole).toEqual([]);
  expect(
    imports.filter(({ specifier }) => specifier.startsWith("@cdktf/provider-aws/lib/")).length,
  ).toBeGreaterThan(20);
});

it("no relative import leads out of the repository", () => {
  expect(imports.filter(({ target }) => target?.startsWith(".."))).toEqual([]);
});

it(`no file that people keep is longer than ${MAX_LINES} lines`, () => {
  const kept = files.filter(
    (name) =>
      /\.(ts|mjs|js|py|sh|tf|hcl)$/.test(name) && !isIn(name, "terraform") && !name.includes("/fixtures/"),
  );
  const lengths = kept.map(
    (name) => [name, fs.readFileSync(path.join(root, name), "utf8").split("\n").length - 1] as const,
  );
  expect(lengths.filter(([, lines]) => lines > MAX_LINES)).toEqual([]);
});
