import { execFileSync } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";
import { starterModelArchive } from "../../stacks/starter-model";
import { temporaryFolder } from "../helpers/temporary";

const ROOT = path.resolve(__dirname, "../..");
const PHOTO = path.join(ROOT, "test/fixtures/photo/cat.jpg");
const MODEL = path.join(ROOT, "model-src/demo/model");

const CALL = `
import json, sys
from pathlib import Path
folder, photo = map(Path, sys.argv[1:])
sys.path.insert(0, str(folder / "code"))
import inference
model = inference.model_fn(str(folder))
body, content_type = inference.output_fn(inference.predict_fn(inference.input_fn(photo.read_bytes(), "image/jpeg"), model), None)
print(json.dumps({"scores": json.loads(body), "labels": len(model.labels), "from": inference.__file__}))
`;

function unpacked(): string {
  const folder = temporaryFolder();
  execFileSync("tar", ["-xzf", starterModelArchive(), "-C", folder]);
  return folder;
}

it("holds the demo's model at the top, and all of the handler in code/", () => {
  const folder = unpacked();
  const handler = fs.readdirSync(path.join(ROOT, "model-src/serve")).filter((name) => name.endsWith(".py"));
  expect(fs.readdirSync(path.join(folder, "code/serve")).sort()).toEqual(handler.sort());
  expect(fs.existsSync(path.join(folder, "code/inference.py"))).toBe(true);
  for (const name of fs.readdirSync(MODEL))
    expect(fs.readFileSync(path.join(folder, name))).toEqual(fs.readFileSync(path.join(MODEL, name)));
  expect(fs.readdirSync(folder)).toEqual(
    expect.arrayContaining([
      "model.onnx",
      "model.pth",
      "labels.json",
      "preprocessing.json",
      "model-card.json",
    ]),
  );
});

it("has no requirements.txt, which SageMaker's serving toolkit would fetch from the internet", () => {
  expect(fs.existsSync(path.join(unpacked(), "code/requirements.txt"))).toBe(false);
});

it("scores a photo with the handler that it brings", () => {
  const folder = unpacked();
  const python = execFileSync(process.execPath, ["scripts/venv.mjs", "serve"], {
    cwd: ROOT,
    encoding: "utf8",
  }).trim();
  const output = execFileSync(python, ["-c", CALL, folder, PHOTO], {
    cwd: folder,
    encoding: "utf8",
    env: { PATH: process.env.PATH },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const answered = JSON.parse(output) as { scores: number[][]; labels: number; from: string };
  expect(answered.from).toBe(path.join(folder, "code/inference.py"));
  expect(answered.scores.map((row) => row.length)).toEqual([133]);
  expect(answered.labels).toBe(133);
  expect(new Set(answered.scores[0]).size).toBeGreaterThan(100);
});

it("is the same file each time, and small", () => {
  expect(starterModelArchive()).toBe(starterModelArchive());
  expect(fs.statSync(starterModelArchive()).size).toBeLessThan(3_000_000);
});
