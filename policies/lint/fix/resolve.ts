import type { Proposal, ResolvedFixes } from "./types";

/** Applies what can be applied. */
export function resolveFixes(proposals: readonly Proposal[]): ResolvedFixes {
  return { changes: [], suggestions: proposals, postponed: [] };
}
