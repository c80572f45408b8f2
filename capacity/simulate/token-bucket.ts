/** Refills evenly and never holds more than its capacity. Times in milliseconds. */
export class TokenBucket {
  private tokens: number;
  private at = 0;

  constructor(
    private readonly capacity: number,
    private readonly perMillisecond: number,
  ) {
    this.tokens = capacity;
  }

  /** Takes one token, if there is one. */
  take(now: number): boolean {
    this.tokens = Math.min(this.capacity, this.tokens + (now - this.at) * this.perMillisecond);
    this.at = now;
    if (this.tokens < 1) return false;
    this.tokens--;
    return true;
  }
}
