import { canonical, type ValueMap } from "./values";

/**
 * Gives each resource text to make identifiers from: its type and planned values, with a counter for equal ones. So two
 * runs agree, and two equal resources of one run differ.
 */
export class Identity {
  private readonly seen = new Map<string, number>();

  seed(type: string, planned: ValueMap): string {
    const text = type + canonical(planned);
    const count = this.seen.get(text) ?? 0;
    this.seen.set(text, count + 1);
    return count === 0 ? text : `${text}#${count}`;
  }
}
