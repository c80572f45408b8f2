/** Steps with their times, shown while they run and summed up at the end. */

interface Done {
  title: string;
  seconds: number;
  outcome: "done" | "failed" | "not reached";
}

export class Progress {
  private readonly steps: Done[] = [];
  private readonly isTerminal = process.stderr.isTTY;

  /** Runs one step. While it runs, a terminal shows the seconds; a log gets one line before and one after. */
  async step<T>(title: string, run: (note: (text: string) => void) => Promise<T> | T): Promise<T> {
    const start = Date.now();
    const seconds = () => (Date.now() - start) / 1000;
    let latest = "";
    const show = () => {
      if (this.isTerminal)
        process.stderr.write(`\r\x1b[2K${title}${latest && ` · ${latest}`} … ${seconds().toFixed(0)} s`);
    };
    const note = (text: string) => {
      latest = text;
      if (this.isTerminal) show();
      else process.stderr.write(`  ${text}\n`);
    };
    if (this.isTerminal) show();
    else process.stderr.write(`${title} …\n`);
    const timer = setInterval(show, 1000);
    const finish = (outcome: Done["outcome"], mark: string) => {
      clearInterval(timer);
      this.steps.push({ title, seconds: seconds(), outcome });
      process.stderr.write(
        `${this.isTerminal ? "\r\x1b[2K" : ""}${mark} ${title} (${seconds().toFixed(1)} s)\n`,
      );
    };
    try {
      const result = await run(note);
      finish("done", "✓");
      return result;
    } catch (error) {
      finish("failed", "✗");
      throw error;
    }
  }

  /** The summary's lines. */
  lines(): string[] {
    const width = Math.max(...this.steps.map(({ title }) => title.length), 10);
    const total = this.steps.reduce((sum, { seconds }) => sum + seconds, 0);
    const line = (title: string, time: number, outcome: string) =>
      `  ${title.padEnd(width)}  ${time.toFixed(1).padStart(6)} s  ${outcome}`;
    return [
      ...this.steps.map((step) => line(step.title, step.seconds, step.outcome)),
      line("all", total, ""),
    ];
  }
}
