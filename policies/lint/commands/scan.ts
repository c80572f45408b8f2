import type { Progress } from "../account";
import type { Source } from "../sources";
import type { Output } from "./command";

/** What of an account is looked at. */
export interface ScanOptions {
  readonly regions: readonly string[];
  readonly serviceUse: readonly string[];
}

/** The running account as a source. @throws AccountError when nothing of it can be collected. */
export async function scanAccount(options: ScanOptions, output: Output): Promise<Source> {
  const { accountSource } = await import("../account");
  return accountSource(await collect(options, output));
}

/** A snapshot of the running account. @throws AccountError when nothing of it can be collected. */
export async function collect({ regions, serviceUse }: ScanOptions, output: Output) {
  // AWS's SDK is loaded only where it is needed.
  const { collectAccount } = await import("../account");
  const line = new ProgressLine(output);
  try {
    const options = { ...(regions.length === 0 ? {} : { regions }), serviceUse };
    return await collectAccount(options, (progress) => line.show(progress));
  } finally {
    line.clear();
  }
}

/** One line on a terminal that is written over. */
export class ProgressLine {
  private shown = false;

  constructor(private readonly output: Output) {}

  show({ step, done, total }: Progress): void {
    if (!this.output.progress) return;
    this.shown = true;
    const count = total === null ? (done === 0 ? "" : ` ${done}`) : ` ${done}/${total}`;
    this.output.error(`\r\u001b[K${step}${count}`);
  }

  clear(): void {
    if (this.shown) this.output.error("\r\u001b[K");
  }
}
