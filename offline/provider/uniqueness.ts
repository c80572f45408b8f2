/** Names that AWS gives out once: two resources of one configuration cannot both be created with the same. */
import { BEHAVIOURS } from "../behaviour";
import { problem, type Diagnostic } from "./diagnostics";
import { canonical, hasUnknown, isAbsent, type ValueMap } from "./values";

/**
 * One a connection, which lasts as long as one walk of Terraform over one provider block. Between walks, and between two
 * provider blocks, nothing is remembered.
 */
export class Uniqueness {
  private readonly taken = new Set<string>();

  /** Notes a resource that is to be created, or tells what it collides with. */
  claim(type: string, planned: ValueMap): Diagnostic[] {
    const names = BEHAVIOURS[type]?.unique;
    if (!names) return [];
    const values = names.map((name) => planned[name] ?? null);
    if (values.some(hasUnknown) || values.every(isAbsent)) return [];
    const key = canonical([type, planned.region ?? null, ...values]);
    if (!this.taken.has(key)) {
      this.taken.add(key);
      return [];
    }
    const which = names.map((name) => `${name} = ${canonical(planned[name])}`).join(", ");
    return [
      problem(
        `${type} already exists`,
        `Another ${type} of this configuration is created with ${which}; AWS allows one.`,
      ),
    ];
  }
}
