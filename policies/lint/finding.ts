import type { Proposal } from "./fix";
import type { Severity } from "./rules/rule";

/** A finding as the JSON report holds it. */
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
  /** JSON pointer inside the policy document; for attachments, inside the file. */
  readonly pointer: string;
  /** Terraform address, ARN, or null. */
  readonly resource: string | null;
  readonly suppressed: Suppression | null;
  /** Id of the escalation path at pathfinding.cloud; only on findings of paths. */
  readonly path?: string;
  /** Only where a rule weighs evidence. */
  readonly confidence?: "high" | "medium";
}

/** Why a finding does not count. Nothing makes suppressions yet: the field keeps the format stable. */
export interface Suppression {
  readonly reason: string;
  readonly owner: string;
  /** A day: YYYY-MM-DD. */
  readonly expires: string;
}

export interface Summary {
  readonly error: number;
  readonly warning: number;
  readonly info: number;
  readonly suppressed: number;
  readonly files: number;
}

export interface Report {
  readonly summary: Summary;
  readonly findings: readonly Finding[];
  /** What would be right, for those findings whose rule knows it; in the findings' order. `fix/` applies them. */
  readonly proposals: readonly Proposal[];
  /** Whether a file could not be read at all: the run has failed, whatever else was found. */
  readonly unreadable: boolean;
}
