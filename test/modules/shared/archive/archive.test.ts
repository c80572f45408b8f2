import { execFileSync } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";
import { archive, filesBelow } from "../../../../modules/shared/archive";
import { temporaryFolder } from "../../../helpers/temporary";

const list = (file: string, ...options: string[]) =>
  execFileSync("tar", ["-tzf", file, ...options], { encoding: "utf8" })
    .trim()
    .split("\n");

function folderOf(files: Record<string, string>): string {
  const folder = temporaryFolder();
  for (const [name, text] of Object.entries(files)) {
    fs.mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    fs.writeFileSync(path.join(folder, name), text);
  }
  return folder;
}
const files = { "b.sh": "#!/bin/bash\necho b\n", "a/a.py": "print('a')\n", "notes.md": "left out" };
const pack = (folder: string, cache = temporaryFolder()) =>
  archive({ name: "test", entries: filesBelow(folder, /\.(sh|py)$/) }, cache);

it("makes the same bytes from the same files, whatever their times, modes, order and places are", () => {
  const [one, other] = [folderOf(files), folderOf(files)];
  fs.utimesSync(path.join(other, "b.sh"), 1, 1);
  fs.chmodSync(path.join(other, "b.sh"), 0o700);
  const turned = { name: "test", entries: filesBelow(other, /\.(sh|py)$/).reverse() };
  const [first, second] = [pack(one), archive(turned, temporaryFolder())];
  expect(fs.readFileSync(first)).toEqual(fs.readFileSync(second));
  expect(path.basename(first)).toBe(path.basename(second));
});

it("makes another name and other bytes when one byte of a file changes, and not when a file that is left out does", () => {
  const cache = temporaryFolder();
  const first = pack(folderOf(files), cache);
  expect(pack(folderOf({ ...files, "notes.md": "other" }), cache)).toBe(first);
  expect(pack(folderOf({ ...files, "b.sh": "#!/bin/bash\necho c\n" }), cache)).not.toBe(first);
});

it("takes a finished archive from the cache, and leaves no draft there", () => {
  const [cache, folder] = [temporaryFolder(), folderOf(files)];
  const made = pack(folder, cache);
  const before = fs.statSync(made).mtimeMs;
  expect(pack(folder, cache)).toBe(made);
  expect(fs.statSync(made).mtimeMs).toBe(before);
  expect(fs.readdirSync(cache)).toEqual([path.basename(made)]);
});

it("is read by tar, with scripts executable and everything root's", () => {
  const made = pack(folderOf(files));
  expect(list(made, "-v", "--numeric-owner").map((line) => line.replace(/ +/g, " "))).toEqual([
    "-rw-r--r-- 0/0 11 1970-01-01 00:00 a/a.py",
    "-rwxr-xr-x 0/0 19 1970-01-01 00:00 b.sh",
  ]);
  const target = temporaryFolder();
  execFileSync("tar", ["-xzf", made, "-C", target]);
  expect(fs.readFileSync(path.join(target, "b.sh"), "utf8")).toBe(files["b.sh"]);
});

it("is made of more than 16 MiB as well", () => {
  const big = folderOf({ "big.py": "x".repeat(17 * 1024 * 1024) });
  const made = pack(big);
  expect(execFileSync("tar", ["-xzOf", made], { maxBuffer: 2 ** 25 })).toHaveLength(17 * 1024 * 1024);
});

it("puts files of one folder into another of the archive", () => {
  const made = archive(
    { name: "test", entries: filesBelow(folderOf(files), /^a\//, "code") },
    temporaryFolder(),
  );
  expect(list(made)).toEqual(["code/a/a.py"]);
});

it("finds no entries in a folder that is not there, and refuses an archive without any", () => {
  expect(filesBelow(path.join(temporaryFolder(), "missing"))).toEqual([]);
  expect(() => archive({ name: "test", entries: [] })).toThrow(/"test" would be empty/);
});

it("refuses two files for one place", () => {
  const entry = { path: "a", file: path.join(folderOf(files), "b.sh") };
  expect(() => archive({ name: "test", entries: [entry, entry] })).toThrow(/two files for a/);
});
