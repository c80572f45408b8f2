/** How figures are written in every report. */

export function milliseconds(value: number): string {
  return value >= 10_000 ? `${(value / 1000).toFixed(1)} s` : `${Math.round(value)} ms`;
}

export function percent(share: number): string {
  if (share === 0) return "0 %";
  return `${Number((share * 100).toPrecision(2))} %`;
}

export function usd(amount: number): string {
  return amount < 10 ? amount.toFixed(2) : Math.round(amount).toLocaleString("en-US");
}

export function count(value: number): string {
  return Math.round(value).toLocaleString("en-US");
}

/** Columns as wide as their widest cell; the first to the left, numbers to the right. */
export function table(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => (row[column] ?? "").length)),
  );
  return rows
    .map((row) =>
      row
        .map((cell, column) =>
          column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0),
        )
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}
