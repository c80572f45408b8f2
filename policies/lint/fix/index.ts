/**
 * Least-privilege replacements. Rules say what would be right (`RuleResult.fix`), `lint` hands them on (`Report.proposals`),
 * and this turns them into changed texts and diffs. Nothing is written here: the caller decides.
 */
export { formatDiff, formatSuggestions } from "./format";
export { resolveFixes } from "./resolve";
export type { FileChange, Proposal, ResolvedFixes } from "./types";
