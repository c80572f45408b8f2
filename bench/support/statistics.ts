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
