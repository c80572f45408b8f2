/**
 * The middle one of the values; of an even number, the mean of the two in the middle.
 *
 * @throws RangeError where there is none.
 */
export function median(values: readonly number[]): number {
  if (values.length === 0) throw new RangeError("there is no median of no values");
  const sorted = [...values].sort((a, b) => a - b);
  const high = sorted[sorted.length >> 1] ?? NaN;
  const low = sorted[(sorted.length - 1) >> 1] ?? NaN;
  return (low + high) / 2;
}

/**
 * The smallest value that at least this share of them does not exceed (nearest rank).
 *
 * @param share from 0 to 1
 * @throws RangeError where there is none.
 */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const value = sorted[Math.max(1, Math.ceil(share * sorted.length)) - 1];
  if (value === undefined) throw new RangeError("there is no quantile of no values");
  return value;
}
