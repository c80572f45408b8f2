import { execFileSync } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";
import { archive, bootstrapSource, codeSource } from "../../../modules/training-host/bootstrap-archive";
import { temporaryFolder } from "../../helpers/temporary";

const list = (file: string, ...options: string[]) =>
  execFileSync("tar", ["-tzf", file, ...options], { encoding: "utf8" })
    .trim()
    .split("\n");

it("refuses a folder that holds nothing of what it should", () => {
  const source = { name: "test", folder: temporaryFolder(), include: /\.sh$/ };
  expect(() => archive(source, temporaryFolder())).toThrow(/holds nothing for the archive "test"/);
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
  // A clone in which somebody ran `npm run vendor-packages` has more: other people's packages.
  const names = list(archive(codeSource)).filter((name) => !name.startsWith("packages/"));
  expect(names).toEqual(
    expect.arrayContaining([
      "train.py",
      "inference.py",
      "training/program.py",
      "training/presets/dogs.json",
      "serve/preprocessing.py",
    ]),
  );
  expect(
    names.filter(
      (name) =>
        !/^((train|inference)\.py|requirements-\w+\.txt|(training|serve)\/.*\.py|training\/presets\/\w+\.json)$/.test(
          name,
        ),
    ),
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
