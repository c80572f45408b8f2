import type { Proposal } from "./fix";
import type { Severity } from "./rules/rule";

/** What a report says of one fault. The JSON report holds all of it but the end and the fingerprint. */
export interface Finding {
  readonly ruleId: string;
  readonly name: string;
  readonly severity: Severity;
  readonly message: string;
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** From 1, in UTF-16 units. */
  readonly column: number;
  /** Where the JSON value that is meant ends: the column after its last character. */
  readonly end: { readonly line: number; readonly column: number };
  /** JSON pointer inside the policy document; for attachments, inside the file. */
  readonly pointer: string;
  /** Terraform address, ARN, or null. */
  readonly resource: string | null;
  readonly suppressed: Suppression | null;
  /** Id of the escalation path at pathfinding.cloud; only on findings of paths. */
  readonly path?: string;
  /** Only where a rule weighs evidence. */
  readonly confidence?: "high" | "medium";
  /**
   * Stays the same when the fault moves inside its file: made of the rule, the resource, the file's name and the text of what
   * is meant. 32 hexadecimal digits, and `:2` and so on where several findings agree in all of these.
   */
  readonly fingerprint: string;
}

/** Why a finding does not count. */
export interface Suppression {
  /** `policy-lint.yaml`, the metadata beside the resource, or the baseline. */
  readonly kind: "configuration" | "inline" | "baseline";
  readonly reason: string;
  /** Who answers for it; empty in a baseline. */
  readonly owner: string;
  /** The last day on which it holds: YYYY-MM-DD; null in a baseline, which does not expire. */
  readonly expires: string | null;
}

export interface Summary {
  /** Findings that are not suppressed, by severity. */
  readonly error: number;
  readonly warning: number;
  readonly info: number;
  readonly suppressed: number;
  readonly files: number;
}

export interface Report {
  readonly summary: Summary;
  /** By file, line, column and rule. */
  readonly findings: readonly Finding[];
  /** What would be right, for those findings whose rule knows it and that count; in the findings' order. `fix/` applies them. */
  readonly proposals: readonly Proposal[];
  /** Whether a file could not be read at all: the run has failed, whatever else was found. */
  readonly unreadable: boolean;
  /** Entries of the baseline that nothing was found for: they can go. */
  readonly staleBaseline: readonly BaselineEntry[];
}

/** A finding that was there when the baseline was written. */
export interface BaselineEntry {
  readonly fingerprint: string;
  readonly ruleId: string;
  /** The finding counts again when it has become worse. */
  readonly severity: Severity;
  readonly file: string;
  readonly resource: string | null;
  readonly message: string;
}
