/** npm packages are installed when they are missing or belong to another lock file. */
import * as fs from "node:fs";
import * as path from "node:path";
import { ScriptsCopy } from "./support/copy";

const NPM = 'echo "npm $*" >> npm.log; mkdir -p node_modules';

function project(npm = NPM): ScriptsCopy {
  const copy = new ScriptsCopy();
  copy.standIn("npm", npm);
  copy.write("package-lock.json", "{}");
  return copy;
}

const calls = (copy: ScriptsCopy) => {
  const log = path.join(copy.root, "npm.log");
  return fs.existsSync(log) ? fs.readFileSync(log, "utf8").trim().split("\n") : [];
};

const install = (copy: ScriptsCopy) => copy.node(["scripts/install.mjs"]);

it("npm ci runs once for a lock file, and again for another one", () => {
  const copy = project();
  expect(install(copy)).toMatchObject({ exitCode: 0, stderr: "Installing npm packages (npm ci) …\n" });
  expect(calls(copy)).toEqual([expect.stringMatching(/^npm ci /) as string]);
  expect(install(copy)).toMatchObject({ exitCode: 0, stderr: "" });
  expect(calls(copy)).toHaveLength(1);
  copy.write("package-lock.json", '{ "changed": true }');
  install(copy);
  expect(calls(copy)).toHaveLength(2);
});

it("a failed npm ci is told, and tried again the next time", () => {
  const copy = project(`${NPM}; echo "no such package" >&2; exit 7`);
  const { exitCode, stderr } = install(copy);
  expect(exitCode).toBe(1);
  expect(stderr).toMatch(/no such package\nnpm ci failed; its message is above\./);
  install(copy);
  expect(calls(copy)).toHaveLength(2);
});

it("an interrupted npm ci is no success", () => {
  expect(install(project(`${NPM}; kill -TERM $$`)).exitCode).toBe(1);
});
