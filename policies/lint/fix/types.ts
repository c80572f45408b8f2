import type { Finding } from "../finding";
import type { Fix } from "../rules/rule";

/** A finding for which a rule knows the right answer, or a good one. */
export interface Proposal {
  readonly finding: Finding;
  readonly fix: Fix;
}

/** What a file becomes when its fixes are applied. */
export interface FileChange {
  readonly file: string;
  readonly before: string;
  readonly after: string;
  /** What it mends. */
  readonly fixed: readonly Finding[];
}

export interface ResolvedFixes {
  /** By file; only files that change. */
  readonly changes: readonly FileChange[];
  /** What has no place to be written to, or where a person has to choose: shown, never applied. */
  readonly suggestions: readonly Proposal[];
  /** Fixes that touch what another one has replaced already: another run may apply them. */
  readonly postponed: readonly Proposal[];
}
