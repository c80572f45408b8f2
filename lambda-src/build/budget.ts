export interface BundleSizes {
  /** `index.js`, which every cold start reads: the minified handler with its packages. */
  readonly handlerBytes: number;
  /** What is loaded when first needed: the client for downloads, and the tracer. */
  readonly lazyBytes: number;
  /** sharp with its native parts; loaded at the first image. */
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
  handlerBytes: 400_000,
  lazyBytes: 450_000,
  sharpBytes: 22_000_000,
  unpackedBytes: 22_500_000,
  zipBytes: 9_500_000,
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
