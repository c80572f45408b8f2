import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";
import { ROOT, staleAmong, write, type Document } from "../../scripts/docs/document";
import { main } from "../../scripts/docs/main";
import { temporaryFolder } from "../helpers/temporary";

/** The command with what it prints. */
async function run(args: string[], documents?: () => Promise<Document[]>) {
  const printed: string[] = [];
  const print = (text: string) => void printed.push(text);
  const exitCode = await main(args, print, print, documents);
  return { exitCode, text: printed.join("\n") };
}

it("finds every generated document up to date", () => {
  // A process of its own: Prettier, which formats them, loads itself in a way that jest does not allow.
  const args = ["-r", "ts-node/register", "scripts/docs/main.ts", "--check"];
  const { stdout, stderr, status } = spawnSync(process.execPath, args, { cwd: ROOT, encoding: "utf8" });
  expect(stderr).toBe("");
  expect(stdout).toMatch(/^\d+ generated documents are up to date\.\n$/);
  expect(status).toBe(0);
});

it("names what is stale, and the command that mends it", async () => {
  const changed = () => Promise.resolve([{ file: "LICENSE", text: "something else" }]);
  expect(await run(["--check"], changed)).toEqual({
    exitCode: 1,
    text: "Stale; run `npm run docs` and commit:\n  LICENSE",
  });
});

it("tells what keeps it from generating", async () => {
  const broken = () => Promise.reject(new Error("README.md needs the lines …"));
  expect(await run([], broken)).toEqual({ exitCode: 1, text: "README.md needs the lines …" });
});

it("refuses unknown options and shows its usage", async () => {
  const { exitCode, text } = await run(["--chekc"]);
  expect(exitCode).toBe(2);
  expect(text).toContain("--chekc");
  expect(text).toContain("Usage: npm run docs");
});

it("writes only what is stale, in folders that it makes", () => {
  const root = temporaryFolder();
  const documents = [
    { file: "docs/new/page.md", text: "new\n" },
    { file: "same.md", text: "same\n" },
  ];
  fs.writeFileSync(path.join(root, "same.md"), "same\n");
  const stale = staleAmong(documents, root);
  expect(stale.map(({ file }) => file)).toEqual(["docs/new/page.md"]);
  write(stale, root);
  expect(staleAmong(documents, root)).toEqual([]);
});
