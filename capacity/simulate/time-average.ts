/** A number that changes in steps, and its mean over time. */
export class TimeAverage {
  private area = 0;
  private at = 0;

  /** Counts the time until now with the value that held until now. */
  until(now: number, value: number): void {
    this.area += (now - this.at) * value;
    this.at = now;
  }

  /** Starts again; returns the mean since the last start. */
  take(now: number, since: number): number {
    const mean = now > since ? this.area / (now - since) : 0;
    this.area = 0;
    return mean;
  }
}
