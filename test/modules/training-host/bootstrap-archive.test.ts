import { execFileSync } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";
import { archive, bootstrapSource, codeSource } from "../../../modules/training-host/bootstrap-archive";
import { tar } from "../../../modules/training-host/tar";
import { temporaryFolder } from "../../helpers/temporary";

const list = (file: string, ...options: string[]) =>
  execFileSync("tar", ["-tzf", file, ...options], { encoding: "utf8" })
    .trim()
    .split("\n");

function sourceFolder(files: Record<string, string>): string {
  const folder = temporaryFolder();
  for (const [name, text] of Object.entries(files)) {
    fs.mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    fs.writeFileSync(path.join(folder, name), text);
  }
  return folder;
}
const source = (folder: string) => ({ name: "test", folder, include: /\.(sh|py)$/ });
const files = { "b.sh": "#!/bin/bash\necho b\n", "a/a.py": "print('a')\n", "notes.md": "left out" };

it("makes the same bytes from the same files, whatever their times, modes and places are", () => {
  const [one, other] = [sourceFolder(files), sourceFolder(files)];
  fs.utimesSync(path.join(other, "b.sh"), 1, 1);
  fs.chmodSync(path.join(other, "b.sh"), 0o700);
  const [first, second] = [one, other].map((folder) => archive(source(folder), temporaryFolder()));
  expect(fs.readFileSync(String(first))).toEqual(fs.readFileSync(String(second)));
  expect(path.basename(String(first))).toBe(path.basename(String(second)));
});

it("makes another name and other bytes when one byte of a file changes, and not when a file that is left out does", () => {
  const cache = temporaryFolder();
  const first = archive(source(sourceFolder(files)), cache);
  expect(archive(source(sourceFolder({ ...files, "notes.md": "other" })), cache)).toBe(first);
  expect(archive(source(sourceFolder({ ...files, "b.sh": "#!/bin/bash\necho c\n" })), cache)).not.toBe(first);
});

it("takes a finished archive from the cache", () => {
  const [cache, folder] = [temporaryFolder(), sourceFolder(files)];
  const made = archive(source(folder), cache);
  const before = fs.statSync(made).mtimeMs;
  expect(archive(source(folder), cache)).toBe(made);
  expect(fs.statSync(made).mtimeMs).toBe(before);
  expect(fs.readdirSync(cache)).toEqual([path.basename(made)]);
});

it("is read by tar, with scripts executable and everything root's", () => {
  const made = archive(source(sourceFolder(files)), temporaryFolder());
  expect(list(made, "-v", "--numeric-owner").map((line) => line.replace(/ +/g, " "))).toEqual([
    "-rw-r--r-- 0/0 11 1970-01-01 00:00 a/a.py",
    "-rwxr-xr-x 0/0 19 1970-01-01 00:00 b.sh",
  ]);
  const target = temporaryFolder();
  execFileSync("tar", ["-xzf", made, "-C", target]);
  expect(fs.readFileSync(path.join(target, "b.sh"), "utf8")).toBe(files["b.sh"]);
});

it.each([0, 1, 511, 512, 513, 70_000])("keeps a file of %i bytes whole", (bytes) => {
  const content = Buffer.alloc(bytes, "x");
  const packed = tar([{ path: "file", content }]);
  expect(packed.length % 512).toBe(0);
  expect(execFileSync("tar", ["-xOf", "-", "file"], { input: packed })).toEqual(content);
});

it("refuses a path that the format has no room for, and takes the longest that fits", () => {
  const entry = (length: number) => [{ path: "p".repeat(length), content: Buffer.from("x") }];
  expect(execFileSync("tar", ["-tf", "-"], { input: tar(entry(100)), encoding: "utf8" }).trim()).toHaveLength(
    100,
  );
  expect(() => tar(entry(101))).toThrow(/at most 100 bytes/);
});

it("refuses a folder that holds nothing of what it should", () => {
  expect(() => archive(source(sourceFolder({ "notes.md": "x" })), temporaryFolder())).toThrow(
    /holds nothing for the archive "test"/,
  );
});

it("holds every script that the host's units and steps name, and not the stub", () => {
  const names = list(archive(bootstrapSource));
  const units = names.filter((name) => name.startsWith("systemd/") && name.endsWith(".service"));
  const started = units.flatMap((unit) =>
    [
      ...fs
        .readFileSync(path.join(bootstrapSource.folder, unit), "utf8")
        .matchAll(/\/opt\/mlops\/bootstrap\/(\S+)/g),
    ].map((match) => String(match[1])),
  );
  const steps = fs
    .readFileSync(path.join(bootstrapSource.folder, "bootstrap.sh"), "utf8")
    .matchAll(/^step (\S+)/gm);
  const needed = [
    "bootstrap.sh",
    "cloudwatch-agent.json",
    ...started,
    ...[...steps].map((step) => `bin/${step[1]}`),
  ];
  expect(started.length).toBeGreaterThan(3);
  expect(names).toEqual(expect.arrayContaining(needed));
  expect(names).not.toContain("user-data.sh");
  expect(names).not.toContain("README.md");
});

it("holds a training program that finds its modules, and no test, model or notebook", () => {
  const names = list(archive(codeSource));
  expect(names).toEqual(
    expect.arrayContaining(["train.py", "training/program.py", "serve/preprocessing.py"]),
  );
  expect(
    names.filter((name) => !/^(train\.py|requirements-\w+\.txt|(training|serve)\/.*\.py)$/.test(name)),
  ).toEqual([]);
  const target = temporaryFolder();
  execFileSync("tar", ["-xzf", archive(codeSource), "-C", target]);
  const requirements = fs.readFileSync(path.join(target, "requirements-export.txt"), "utf8");
  for (const [, included] of requirements.matchAll(/^-r (\S+)/gm)) expect(names).toContain(included);
  const own = /^(?:from|import) (training|serve)(?:\.(\w+))?/gm;
  for (const name of names.filter((file) => file.endsWith(".py"))) {
    for (const [, folder, module] of fs.readFileSync(path.join(target, name), "utf8").matchAll(own)) {
      const found = [`${folder}/${module ?? "__init__"}.py`, `${folder}/${module}/__init__.py`];
      expect(found.some((candidate) => names.includes(candidate))).toBe(true);
    }
  }
});
