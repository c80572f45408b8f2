import type { Observer } from ".";

/** `download`: bytes from a server or S3. `prepare`: decode and resize. `endpoint`: ask the model, all attempts. */
export type StepName = "download" | "prepare" | "endpoint";

/** What each step took, in milliseconds; a step that was not reached is missing. */
export type Timings = Readonly<Partial<Record<StepName, number>> & { total: number }>;

/** Takes the time of one classification. */
export class Steps {
  private readonly started = performance.now();
  private readonly taken: Partial<Record<StepName, number>> = {};

  constructor(private readonly observer: Observer) {}

  async run<T>(step: StepName, work: () => Promise<T>): Promise<T> {
    const started = performance.now();
    try {
      return await this.observer.trace(step, work);
    } finally {
      this.taken[step] = since(started);
    }
  }

  timings(): Timings {
    return { ...this.taken, total: since(this.started) };
  }
}

/** To tenths: more is noise. */
function since(started: number): number {
  return Math.round((performance.now() - started) * 10) / 10;
}
