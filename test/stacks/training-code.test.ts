import { execFileSync } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";
import { codeSource } from "../../modules/training-host/bootstrap-archive";
import { trainingCodeArchive } from "../../stacks/training-code";
import { temporaryFolder } from "../helpers/temporary";

const list = (file: string) => execFileSync("tar", ["-tzf", file], { encoding: "utf8" }).trim().split("\n");

it("holds what the export copies into a model, and what the requirements files name", () => {
  const target = temporaryFolder();
  execFileSync("tar", ["-xzf", trainingCodeArchive(), "-C", target, "--exclude=packages"]);
  const names = fs.readdirSync(target);
  expect(names).toEqual(expect.arrayContaining(["train.py", "inference.py", "training", "serve"]));
  const requirements = names.filter((name) => /^requirements-.*\.txt$/.test(name));
  expect(requirements).toEqual(
    expect.arrayContaining([
      "requirements-serve.txt",
      "requirements-export.txt",
      "requirements-packages.txt",
    ]),
  );
  for (const name of requirements)
    for (const [, included] of fs.readFileSync(path.join(target, name), "utf8").matchAll(/^-r (\S+)/gm))
      expect(requirements).toContain(included);
  // SageMaker's training toolkit runs pip on a file of this name; a job without internet would fail.
  expect(names).not.toContain("requirements.txt");
});

it("brings the vendored packages where somebody fetched them", () => {
  const there = fs.existsSync(path.join(codeSource.folder, "packages"));
  expect(list(trainingCodeArchive()).some((name) => name.startsWith("packages/cp"))).toBe(there);
});

it.each([
  ["packages/cp312/onnx/__init__.py", true],
  ["packages/cp312/onnxruntime/capi/libonnxruntime_providers_shared.so", true],
  ["packages/cp312/onnx/__pycache__/helper.cpython-312.pyc", false],
  ["training/__pycache__/loop.cpython-312.pyc", false],
  ["demo/model/model.onnx", false],
  ["notebooks/notebook_support.py", false],
  ["Dockerfile", false],
])("of model-src, takes %s: %s", (name, taken) => {
  expect(codeSource.include.test(name)).toBe(taken);
});

it("is the same file each time", () => {
  expect(trainingCodeArchive()).toBe(trainingCodeArchive());
});
