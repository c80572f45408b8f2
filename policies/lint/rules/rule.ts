import type { Place, Text } from "../model/text";
import type { Model, Policy } from "../model/types";
import type { Value } from "../model/value";

export type Severity = "error" | "warning" | "info";

/** The worst first. */
export const severities: readonly Severity[] = ["error", "warning", "info"];

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
  /** Shown in the rule's documentation, and tested: the bad one has a finding of this rule, the good one has none. */
  readonly examples: { readonly bad: Example; readonly good: Example };
  /** Rules that, where they say of the same place something no less severe, say it of the same fault: one finding is enough. */
  readonly yieldsTo?: readonly string[];
  /** Looks at the model and nothing else. */
  readonly check: (model: Model, options: RuleOptions) => readonly RuleResult[];
}

/** One input, as a file would hold it. */
export interface Example {
  /** Its name tells what it is: `policy.json`, `main.tf.json`, `plan.json`, `account.json` (a snapshot). */
  readonly file: string;
  /** Written as JSON; a text stands as it is, for what JSON values cannot show. */
  readonly content: unknown;
}

/** What a caller can set; `defaultRuleOptions` has the defaults. */
export interface RuleOptions {
  /** From how many days without use on something counts as stale. */
  readonly staleDays: number;
  /** Accounts that belong together: trust between them is nobody else's. Twelve digits each. */
  readonly trustedAccounts: readonly string[];
  /** The day on which suppressions are judged, YYYY-MM-DD. */
  readonly today: string;
  /** Suppressions of `policy-lint.yaml`, as `readConfiguration` gives them; those beside resources are in the model. */
  readonly suppressions: readonly Value[];
}

export const defaultRuleOptions: RuleOptions = {
  staleDays: 90,
  trustedAccounts: [],
  suppressions: [],
  /** The current day, UTC. */
  get today() {
    return new Date().toISOString().slice(0, 10);
  },
};

export interface RuleResult {
  readonly severity: Severity;
  /** What is wrong, what it allows, and what would be right. */
  readonly message: string;
  readonly place: Place;
  readonly pointer: string;
  readonly resource: string | null;
  /**
   * Permissions boundaries of all principals in question, which were subtracted; absent or empty where one of them is not
   * known. `lint` says so at the end of the message.
   */
  readonly limits?: readonly Policy[];
  /** The escalation path, by its id at pathfinding.cloud: `lambda-001`. */
  readonly path?: string;
  /** How sure the rule is, where it weighs evidence. */
  readonly confidence?: "high" | "medium";
  readonly fix?: Fix;
}

/** A least-privilege replacement. */
export interface Fix {
  /** What it does: "Name the four actions that Get* stands for". */
  readonly description: string;
  /** Replacements of JSON values in the text; empty where it can only be suggested. */
  readonly edits: readonly Edit[];
  /** What would be right, where there is no place to write it to (an attachment that should be a statement). */
  readonly suggestion?: unknown;
}

/** Replaces one JSON value, which starts at the place; or, with `member`, sets one member of the object there. */
export interface Edit {
  readonly place: Place & { readonly text: Text };
  readonly member?: string;
  /** The JSON value that stands there instead; undefined removes the list's entry or the object's member. */
  readonly value: unknown;
}
