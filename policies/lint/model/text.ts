/** A place in a text, from which a finding's line and column come. */
export interface Place {
  readonly text: Text;
  /** Index into the text, in UTF-16 units. */
  readonly offset: number;
}

/**
 * A text with a file behind it: a file's own content, or content that is embedded in a string of another text (a policy
 * inside Terraform JSON). Positions always are those of the file.
 */
export class Text {
  private lineStarts: number[] | undefined;

  constructor(
    readonly file: string,
    readonly content: string,
    /** The string of another text that holds this one, and what its unknown parts stand for, in order. */
    readonly outer?: {
      readonly text: Text;
      readonly offsetOf: (offset: number) => number;
      readonly expressions?: readonly string[];
    },
    /** Whether `${` starts a template in its strings, so that a literal one is written `$${`. */
    readonly hasTemplates = false,
  ) {}

  /** The same text, read as Terraform reads it. */
  withTemplates(): Text {
    return new Text(this.file, this.content, this.outer, true);
  }

  /** Line and column of an offset, both from 1. */
  position(offset: number): { line: number; column: number } {
    if (this.outer !== undefined) return this.outer.text.position(this.outer.offsetOf(offset));
    const starts = (this.lineStarts ??= findLineStarts(this.content));
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: offset - (starts[low] ?? 0) + 1 };
  }
}

function findLineStarts(content: string): number[] {
  const starts = [0];
  for (let at = content.indexOf("\n"); at !== -1; at = content.indexOf("\n", at + 1)) starts.push(at + 1);
  return starts;
}
