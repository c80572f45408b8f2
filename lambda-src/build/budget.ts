export interface BundleSizes {
  /** The minified handler with its packages, sharp excepted. */
  readonly handlerBytes: number;
  /** sharp with its native parts. */
  readonly sharpBytes: number;
  /** All files, unpacked. */
  readonly unpackedBytes: number;
  /** The zip as it is uploaded. */
  readonly zipBytes: number;
}

/**
 * What a bundle may weigh: a little above what it weighs, so that growth is a decision. Lambda's own limits are far
 * away (50 MB zipped for a direct upload, 250 MB unpacked), but each byte is read at a cold start.
 */
export const budget: BundleSizes = {
  handlerBytes: 1_250_000,
  sharpBytes: 22_000_000,
  unpackedBytes: 23_000_000,
  zipBytes: 10_000_000,
};

/** @throws Error that names every figure over its budget */
export function checkBudget(sizes: BundleSizes, allowed: BundleSizes = budget): void {
  const over = (Object.keys(allowed) as (keyof BundleSizes)[]).filter((name) => sizes[name] > allowed[name]);
  if (over.length === 0) return;
  const lines = over.map((name) => `${name}: ${sizes[name]}, allowed ${allowed[name]}`);
  throw new Error(
    `The classifier function's bundle is over its budget (lambda-src/build/budget.ts):\n- ${lines.join("\n- ")}`,
  );
}
