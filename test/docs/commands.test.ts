import * as fs from "node:fs";
import * as path from "node:path";
import { codeIn, markdownFiles, read, root } from "./support/markdown-files";

const { scripts } = JSON.parse(read("package.json")) as { scripts: Record<string, string> };
/** npm's own commands. */
const NPM = ["ci", "install", "pack"];

interface Command {
  file: string;
  words: string;
}

/** `npm run x`, `npx x` and `node x` wherever they stand in a document, in a block or in a line. */
const commandsIn = (file: string): Command[] =>
  codeIn(read(file)).flatMap((code) =>
    [...code.matchAll(/\b(npm(?: run(?: --silent)?)?|npx|node) ([\w./:-]+)/g)].map(([words]) => ({
      file,
      words,
    })),
  );

function problemWith({ words }: Command): string | undefined {
  const name = words.slice(words.lastIndexOf(" ") + 1).replace(/[.:]$/, "");
  if (words.startsWith("npm run")) return name in scripts ? undefined : `there is no script ${name}`;
  if (words.startsWith("npm "))
    return NPM.includes(name) || name in scripts ? undefined : `npm knows no command ${name}`;
  if (words.startsWith("npx "))
    return fs.existsSync(path.join(root, "node_modules/.bin", name))
      ? undefined
      : `no package brings ${name}`;
  // "node" is a word, too: only what looks like a file is one.
  if (!/\.m?js$/.test(name)) return undefined;
  return fs.existsSync(path.join(root, name)) ? undefined : `there is no file ${name}`;
}

// The exported modules stand alone; they name no command of this repository.
const files = markdownFiles().filter((name) => !name.startsWith("terraform/"));

it("finds the commands of the README", () => {
  const words = commandsIn("README.md").map((command) => command.words);
  expect(words).toEqual(
    expect.arrayContaining(["npm run demo", "npm test", "npx cdktf", "npm ci", "npx policy-lint"]),
  );
});

it.each(files)("names in %s only commands that there are", (file) => {
  const problems = commandsIn(file).flatMap((command) => {
    const problem = problemWith(command);
    return problem === undefined ? [] : [`${command.words}: ${problem}`];
  });
  expect(problems).toEqual([]);
});

it("tells a script, a command and a file that are missing", () => {
  const told = ["npm run nope", "npx nope-nope", "node scripts/nope.mjs", "npm nope"].map((words) =>
    problemWith({ file: "", words }),
  );
  expect(told).toEqual([
    "there is no script nope",
    "no package brings nope-nope",
    "there is no file scripts/nope.mjs",
    "npm knows no command nope",
  ]);
});

it("has every folder of the README's map, and maps every folder", () => {
  const map = /^stacks\/ [\s\S]*?^```/m.exec(read("README.md"))?.[0] ?? "";
  const mapped = [...map.matchAll(/^([\w.-]+)\/ /gm)].map(([, name = ""]) => name);
  const there = fs
    .readdirSync(root, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !isBuiltOrInstalled(entry.name))
    .map(({ name }) => name);
  expect(mapped.sort()).toEqual(there.sort());
});

const isBuiltOrInstalled = (name: string) =>
  ["node_modules", "out", "dist", "cdktf.out", "coverage", ".git", ".terraform", ".venv"].includes(name) ||
  name.endsWith("_cache");
