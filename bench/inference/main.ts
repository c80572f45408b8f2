/**
 * npm run bench:inference: ResNet-50 with 133 classes behind the handler's own server, JPEG in and JSON out, by ONNX Runtime (float32 and
 * static int8) beside PyTorch eager behind the same server. All are measured in turn; each figure is the best of the rounds.
 *
 *   --rounds N    of each measurement (5)
 *   --seconds N   of each measurement of a round (5)
 */
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { cpus, loadavg, tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { pythonEnvironment } from "../support/python-environment";
import { formatRows, row, writeResult, type Row } from "../support/result";
import { drawImages } from "../training/runs";

const source = resolve(__dirname, "../../model-src");

/** What `session.py` prints. */
type Measured = Readonly<Record<string, { unit: string; ours: number; baseline: number }>>;

function main(): void {
  const { values } = parseArgs({
    options: { rounds: { type: "string", default: "5" }, seconds: { type: "string", default: "5" } },
  });
  for (const [name, text] of Object.entries(values))
    if (!/^[1-9]\d{0,2}$/.test(text))
      throw new Error(`--${name} ${text} should be a whole number from 1 to 999`);
  const environment = pythonEnvironment("train");
  if ("missing" in environment) throw new Error(`PyTorch could not be installed: ${environment.missing}`);
  const busy = loadavg()[0] ?? 0;
  if (busy > 0.5)
    process.stdout.write(
      `Others use this machine (load ${busy.toFixed(1)} on ${cpus().length} cores): measured by the clock, these ratios say little.\n`,
    );
  const folder = mkdtempSync(join(tmpdir(), "bench-inference-"));
  try {
    const rows = measureAll(environment.python, folder, values.rounds, values.seconds);
    process.stdout.write(`\n${formatRows(rows)}\nWritten to ${writeResult("inference", rows)}\n`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function measureAll(python: string, folder: string, rounds: string, seconds: string): Row[] {
  const images = join(folder, "images");
  drawImages(python, images, 1, 16);
  const model = mkdtempSync(join(folder, "model-"));
  process.stdout.write("Making the model: PyTorch, ONNX, int8 …\n");
  execFileSync(python, [join(__dirname, "make_model.py"), source, images, model], {
    stdio: ["ignore", "ignore", "pipe"],
  });
  const session = [join(__dirname, "session.py"), source, model, join(images, "train"), rounds, seconds];
  const done = spawnSync(python, session, { encoding: "utf8", stdio: ["ignore", "pipe", "inherit"] });
  if (done.status !== 0) throw new Error(`session.py ended with ${done.status}`);
  const measured = JSON.parse(done.stdout) as Measured;
  return Object.entries(measured).map(([id, { unit, ours, baseline }]) => row(id, unit, ours, baseline));
}

main();
