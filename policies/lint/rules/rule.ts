import type { Place } from "../model/text";
import type { Model } from "../model/types";

export type Severity = "error" | "warning" | "info";

export interface Rule {
  /** Never changes and is never used again for something else. */
  readonly id: string;
  /** The file's name. */
  readonly name: string;
  /** The highest severity that the rule gives. */
  readonly severity: Severity;
  readonly why: string;
  readonly whatToDo: string;
  /** Where the fact behind the rule is documented. */
  readonly reference: string;
  /** Looks at the model and nothing else. */
  readonly check: (model: Model) => readonly RuleResult[];
}

export interface RuleResult {
  readonly severity: Severity;
  readonly message: string;
  readonly place: Place;
  readonly pointer: string;
  readonly resource: string | null;
}
