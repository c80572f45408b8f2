/** Execution environments that are idle, the one that was used last on top: it is used next, so that surplus ages out. */
export class IdleEnvironments {
  private readonly idleSince: number[] = [];
  private readonly createdAt: number[] = [];

  constructor(
    private readonly idleMilliseconds: number,
    private readonly lifetimeMilliseconds: number,
  ) {}

  /** Takes an environment that still lives; returns when it was made, or -1 when there is none. */
  take(now: number): number {
    while (this.idleSince.length > 0) {
      const since = this.idleSince.pop() as number;
      const created = this.createdAt.pop() as number;
      // Those below have been idle for even longer.
      if (now - since > this.idleMilliseconds) this.clear();
      else if (now - created <= this.lifetimeMilliseconds) return created;
    }
    return -1;
  }

  put(now: number, createdAt: number): void {
    this.idleSince.push(now);
    this.createdAt.push(createdAt);
  }

  private clear(): void {
    this.idleSince.length = 0;
    this.createdAt.length = 0;
  }
}
