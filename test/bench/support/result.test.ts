import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { formatRows, row, writeResult } from "../../../bench/support/result";

test("the ratio is ours by the baseline, in four digits", () => {
  expect(row("a", "policies per CPU second", 1234.567, 100)).toEqual({
    id: "a",
    unit: "policies per CPU second",
    ours: 1235,
    baseline: 100,
    ratio: 12.35,
  });
});

test("without baseline there is no ratio", () => {
  expect(row("a", "MB", 12, null)).toMatchObject({ baseline: null, ratio: null });
});

test("a result says what, when and where", () => {
  const folder = mkdtempSync(join(tmpdir(), "bench-test-"));
  try {
    const rows = [row("a", "MB", 1, 2)];
    const path = writeResult("some", rows, folder);
    expect(path).toBe(join(folder, "some.json"));
    const result = JSON.parse(readFileSync(path, "utf8")) as Record<string, unknown>;
    expect(Object.keys(result)).toEqual(["name", "date", "machine", "rows"]);
    expect(result).toMatchObject({ name: "some", rows });
    expect(Date.now() - Date.parse(String(result["date"]))).toBeLessThan(60_000);
    expect(result["machine"]).toMatch(/\d+ cores, \d+ GiB, .*Node\.js \d+/);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

test("the table shows what could not be measured", () => {
  expect(formatRows([row("a", "MB", 1, null), row("longer", "s", 10, 4)])).toBe(
    [
      "        ours      baseline  ratio  unit",
      "a          1  not measured         MB",
      "longer    10             4    2.5  s",
      "",
    ].join("\n"),
  );
});
