/** The programs that are compared, each run as a process of its own. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { median } from "../support/statistics";

const program = resolve(__dirname, "../../model-src/train.py");

/** What a run says of its epochs, the first one left out: processes start and memory is first touched in it. */
export interface Speed {
  readonly imagesPerSecond: number;
  /** Share of the time in which training waited for images. */
  readonly loaderWait: number;
  /** Training images of each rank. */
  readonly imagesByRank: readonly number[];
}

export interface Task {
  readonly python: string;
  readonly data: string;
  readonly batchSize: number;
  readonly epochs: number;
  readonly gpu: boolean;
  readonly trainAllLayers?: boolean;
}

interface EpochRow {
  readonly epoch?: number;
  readonly images_per_second: number;
  readonly loader_wait: number;
}

export function plainScript({ python, data, batchSize, epochs, gpu, trainAllLayers = false }: Task): Speed {
  const script = join(__dirname, "plain_script.py");
  const flags = ["--data-dir", data, "--batch-size", String(batchSize), "--epochs", String(epochs)];
  const all = trainAllLayers ? ["--train-all-layers"] : [];
  const output = run(python, [script, ...flags, ...all], gpu);
  return { ...speedOf(output.trim().split("\n")), imagesByRank: [] };
}

export interface ProgramOptions {
  readonly ranks?: number;
  readonly threads?: number;
  readonly precision?: string;
}

export function ourProgram(
  task: Task,
  { ranks = 1, threads = 0, precision = "auto" }: ProgramOptions = {},
): Speed {
  const folder = mkdtempSync(join(tmpdir(), "bench-training-"));
  try {
    const { python, data, batchSize, epochs, gpu, trainAllLayers = false } = task;
    const launcher =
      ranks > 1 ? ["-m", "torch.distributed.run", "--standalone", "--nproc_per_node", String(ranks)] : [];
    const places = [
      "--data-dir",
      data,
      "--model-dir",
      join(folder, "model"),
      "--checkpoint-dir",
      join(folder, "state"),
    ];
    const flags = {
      "batch-size": batchSize,
      epochs,
      "freeze-backbone": !trainAllLayers,
      threads,
      precision,
      export: "none",
    };
    const values = Object.entries(flags).flatMap(([name, value]) => [`--${name}`, String(value)]);
    const output = run(
      python,
      [...launcher, program, ...places, "--output-data-dir", folder, ...values],
      gpu,
    );
    const shares = [...output.matchAll(/training_images_of_this_rank=(\d+)/g)].map(([, count]) =>
      Number(count),
    );
    return {
      ...speedOf(readFileSync(join(folder, "metrics.jsonl"), "utf8").trim().split("\n")),
      imagesByRank: shares,
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The dataset that both train on. */
export function drawImages(python: string, folder: string, classes: number, trainingImages: number): void {
  run(python, [join(__dirname, "draw_images.py"), folder, String(classes), String(trainingImages)], false);
}

/** The fastest epoch: what else the machine does makes the others slower, never faster. */
function speedOf(lines: readonly string[]): Pick<Speed, "imagesPerSecond" | "loaderWait"> {
  const rows = lines
    .map((line) => JSON.parse(line) as EpochRow)
    .filter(({ epoch }) => epoch !== undefined && epoch > 1);
  return {
    imagesPerSecond: Math.max(...rows.map((row) => row.images_per_second)),
    loaderWait: median(rows.map((row) => row.loader_wait)),
  };
}

function run(python: string, args: readonly string[], gpu: boolean): string {
  const env = gpu ? process.env : { ...process.env, CUDA_VISIBLE_DEVICES: "" };
  return execFileSync(python, args, { encoding: "utf8", env, stdio: ["ignore", "pipe", "pipe"] });
}
