/**
 * npm run bench:training: the training program beside a plain script, on the same images and the same task: ResNet-50 with a
 * frozen backbone, 224 × 224 pixels. The two alternate; each figure is the median of the rounds, of which each gives its fastest epoch.
 *
 *   --rounds N   of each comparison (3)
 */
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { cpus, loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { pythonEnvironment } from "../support/python-environment";
import { formatRows, row, writeResult, type Row } from "../support/result";
import { median } from "../support/statistics";
import { drawImages, ourProgram, plainScript, type Speed, type Task } from "./runs";

const BATCH_SIZES = [2, 32] as const;
const CLASSES = 4;
const IMAGES_PER_SECOND = "images per second";

interface Comparison {
  readonly ours: readonly Speed[];
  readonly baseline: readonly Speed[];
}

function main(): void {
  const { values } = parseArgs({ options: { rounds: { type: "string", default: "3" } } });
  const rounds = Number(values.rounds);
  if (!Number.isInteger(rounds) || rounds < 1)
    throw new Error(`--rounds ${values.rounds} should be 1 or more`);
  const environment = pythonEnvironment("train");
  if ("missing" in environment) throw new Error(`PyTorch could not be installed: ${environment.missing}`);
  const busy = loadavg()[0] ?? 0;
  if (busy > 0.5)
    process.stdout.write(
      `Others use this machine (load ${busy.toFixed(1)} on ${cpus().length} cores): measured by the clock, these ratios say little.\n`,
    );
  const folder = mkdtempSync(join(tmpdir(), "bench-training-data-"));
  try {
    const rows = compareAll(environment.python, folder, rounds);
    process.stdout.write(`\n${formatRows(rows)}\nWritten to ${writeResult("training", rows)}\n`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function compareAll(python: string, folder: string, rounds: number): Row[] {
  const small = join(folder, "small");
  drawImages(python, small, CLASSES, 16);
  const onCpu: Omit<Task, "batchSize"> = { python, data: small, epochs: 4, gpu: false };
  const bySize = BATCH_SIZES.map((batchSize) => {
    const task = { ...onCpu, batchSize };
    return compare(
      `CPU, batch ${batchSize}`,
      rounds,
      () => ourProgram(task),
      () => plainScript(task),
    );
  });
  const rates = bySize.map((comparison, place) =>
    rateRow(`training-cpu-batch-${BATCH_SIZES[place]}`, comparison),
  );
  const worse = rates.reduce((one, other) => ((one.ratio ?? 0) <= (other.ratio ?? 0) ? one : other));
  const waits = bySize[1];
  if (waits === undefined) throw new Error("there is no comparison at batch 32");
  const wait = (speeds: readonly Speed[]) => median(speeds.map(({ loaderWait }) => loaderWait));
  return [
    { ...worse, id: "training-cpu" },
    ...rates,
    ...amxRows(python, { ...onCpu, batchSize: 32 }, rounds),
    row("training-loader-wait", "share of step time", wait(waits.ours), wait(waits.baseline)),
    twoRanks({ ...onCpu, batchSize: 32 }, rounds),
    ...gpuRows(python, folder, rounds),
  ];
}

/** One thread a process, so that the second one has a core of its own. */
function twoRanks(task: Task, rounds: number): Row {
  const one = () => ourProgram(task, { threads: 1 });
  const two = () => ourProgram(task, { threads: 1, ranks: 2 });
  const comparison = compare("one process and two", rounds, two, one);
  const whole = comparison.baseline[0]?.imagesByRank[0] ?? NaN;
  for (const { imagesByRank } of comparison.ours)
    if (imagesByRank.length !== 2 || imagesByRank.some((images) => images * 2 !== whole))
      throw new Error(
        `Two ranks should train on ${whole / 2} images each, and did on ${imagesByRank.join(" and ")}.`,
      );
  return rateRow("training-two-ranks", comparison);
}

/** bfloat16 is for processors with AMX, and only when asked for: its own row, not part of training-cpu. */
function amxRows(python: string, task: Task, rounds: number): Row[] {
  if (probe(python, "torch.cpu._is_amx_tile_supported()") !== "True") {
    process.stdout.write("This processor has no AMX: bfloat16 is not compared.\n");
    return [];
  }
  const comparison = compare(
    "CPU, bfloat16, batch 32",
    rounds,
    () => ourProgram(task, { precision: "bfloat16" }),
    () => plainScript(task),
  );
  return [rateRow("training-cpu-bfloat16", comparison)];
}

function gpuRows(python: string, folder: string, rounds: number): Row[] {
  if (probe(python, "torch.cuda.is_available()") !== "True") {
    process.stdout.write("No GPU here: training-gpu is not measured.\n");
    return [];
  }
  const large = join(folder, "large");
  drawImages(python, large, CLASSES, 512);
  const task = { python, data: large, epochs: 3, batchSize: 32, gpu: true, trainAllLayers: true };
  return [
    rateRow(
      "training-gpu",
      compare(
        "GPU, batch 32",
        rounds,
        () => ourProgram(task),
        () => plainScript(task),
      ),
    ),
  ];
}

const probe = (python: string, expression: string): string =>
  execFileSync(python, ["-c", `import torch; print(${expression})`], { encoding: "utf8" }).trim();

function compare(what: string, rounds: number, ours: () => Speed, baseline: () => Speed): Comparison {
  const pairs = Array.from({ length: rounds }, () => ({ baseline: baseline(), ours: ours() }));
  for (const pair of pairs)
    process.stdout.write(
      `${what}: ${pair.ours.imagesPerSecond.toFixed(1)} and ${pair.baseline.imagesPerSecond.toFixed(1)} images/s\n`,
    );
  return { ours: pairs.map((pair) => pair.ours), baseline: pairs.map((pair) => pair.baseline) };
}

const rateRow = (id: string, { ours, baseline }: Comparison): Row =>
  row(id, IMAGES_PER_SECOND, middle(ours), middle(baseline));

const middle = (speeds: readonly Speed[]): number => median(speeds.map((speed) => speed.imagesPerSecond));

main();
