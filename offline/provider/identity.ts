import { asText, canonical, type ValueMap } from "./values";

const MOST_ATTEMPTS = 1000;

/**
 * Gives each resource text to make identifiers from: its type and planned values, with a counter for equal ones. So two
 * runs agree, and two equal resources differ.
 */
export class Identity {
  private readonly taken = new Set<string>();

  /** Notes an identifier that is in use. */
  note(type: string, id: unknown): void {
    if (typeof id === "string") this.taken.add(`${type} ${id}`);
  }

  /**
   * Makes a resource with an identifier that is not in use yet. Where a name is the identifier there is no other.
   * @param make makes the resource from the text
   */
  create(type: string, planned: ValueMap, make: (seed: string) => ValueMap): ValueMap {
    const text = type + canonical(planned);
    let made = make(text);
    for (
      let attempt = 1;
      attempt < MOST_ATTEMPTS && this.taken.has(`${type} ${asText(made.id)}`);
      attempt += 1
    ) {
      const other = make(`${text}#${attempt}`);
      if (other.id === made.id) break;
      made = other;
    }
    this.note(type, made.id);
    return made;
  }
}
