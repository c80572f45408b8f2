import { mkdirSync, writeFileSync } from "node:fs";
import { cpus, totalmem } from "node:os";
import { join, resolve } from "node:path";

/** One comparison. */
export interface Row {
  /** Never changes its meaning: results of different days are compared by it. */
  readonly id: string;
  readonly unit: string;
  readonly ours: number;
  /** Null where it could not be measured; the run has said why. */
  readonly baseline: number | null;
  /** `ours / baseline`. Of rates, more than 1 is better; of times and sizes, less. */
  readonly ratio: number | null;
}

export interface BenchResult {
  readonly name: string;
  /** ISO 8601. */
  readonly date: string;
  readonly machine: string;
  readonly rows: readonly Row[];
}

export function row(id: string, unit: string, ours: number, baseline: number | null): Row {
  return {
    id,
    unit,
    ours: rounded(ours),
    baseline: baseline === null ? null : rounded(baseline),
    ratio: baseline === null ? null : rounded(ours / baseline),
  };
}

/** Four digits that count: what is measured is not known better. */
function rounded(value: number): number {
  return Number(value.toPrecision(4));
}

export function describeMachine(): string {
  const model = cpus()[0]?.model.trim() ?? "unknown processor";
  const gibibytes = Math.round(totalmem() / 2 ** 30);
  return `${model}, ${cpus().length} cores, ${gibibytes} GiB, ${process.platform} ${process.arch}, Node.js ${process.versions.node}`;
}

const resultsFolder = resolve(__dirname, "../../out/bench");

/** Writes `out/bench/<name>.json` and returns its path. */
export function writeResult(name: string, rows: readonly Row[], folder = resultsFolder): string {
  const result: BenchResult = { name, date: new Date().toISOString(), machine: describeMachine(), rows };
  mkdirSync(folder, { recursive: true });
  const path = join(folder, `${name}.json`);
  writeFileSync(path, `${JSON.stringify(result, null, 2)}\n`);
  return path;
}

/** The rows as a table for the terminal. */
export function formatRows(rows: readonly Row[]): string {
  const cells = rows.map(({ id, unit, ours, baseline, ratio }) => [
    id,
    String(ours),
    baseline === null ? "not measured" : String(baseline),
    ratio === null ? "" : String(ratio),
    unit,
  ]);
  const table = [["", "ours", "baseline", "ratio", "unit"], ...cells];
  const widths = [0, 1, 2, 3].map((column) => Math.max(...table.map((line) => line[column]?.length ?? 0)));
  return table
    .map((line) =>
      line
        .map((cell, column) =>
          column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0),
        )
        .join("  "),
    )
    .map((line) => `${line.trimEnd()}\n`)
    .join("");
}
