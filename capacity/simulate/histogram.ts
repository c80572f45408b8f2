/** Bins to a factor of e: each is about 0.8 % wide, so a percentile is within 0.4 % of the true one. */
const binsPerE = 128;
const smallest = 0.001;
const bins = Math.ceil(Math.log(1e9 / smallest) * binsPerE);

/** Latencies in milliseconds, counted in bins of equal ratio: exact enough, and a day's fit into 30 KB. */
export class Histogram {
  private readonly counts = new Float64Array(bins);
  private total = 0;
  private sum = 0;
  private highest = 0;

  get count(): number {
    return this.total;
  }

  get mean(): number {
    return this.total === 0 ? 0 : this.sum / this.total;
  }

  get max(): number {
    return this.highest;
  }

  add(milliseconds: number): void {
    const bin =
      milliseconds <= smallest ? 0 : Math.min(bins - 1, (Math.log(milliseconds / smallest) * binsPerE) | 0);
    this.counts[bin] = (this.counts[bin] as number) + 1;
    this.total++;
    this.sum += milliseconds;
    if (milliseconds > this.highest) this.highest = milliseconds;
  }

  /** The value that the share `quantile` does not exceed; 0 when nothing was counted. */
  quantile(quantile: number): number {
    const wanted = quantile * this.total;
    let seen = 0;
    for (let bin = 0; bin < bins; bin++) {
      seen += this.counts[bin] as number;
      if (seen >= wanted && seen > 0)
        return Math.min(this.highest, smallest * Math.exp((bin + 0.5) / binsPerE));
    }
    return this.highest;
  }

  clear(): void {
    this.counts.fill(0);
    this.total = 0;
    this.sum = 0;
    this.highest = 0;
  }
}
