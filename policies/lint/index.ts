/** The policy linter as a library. `lint` does no input or output; `lintPaths` and `lintSynthesized` read files first. */

import type { Finding, Report } from "./finding";
import { lint, type LintOptions } from "./lint";
import { readPaths } from "./sources/read-files";

export type { Finding, Report, Summary, Suppression } from "./finding";
export { lint, type LintOptions } from "./lint";
export type { Model } from "./model/types";
export { formatJson } from "./reports/json";
export { formatText } from "./reports/text";
export { rules } from "./rules";
export type { Rule, RuleResult, Severity } from "./rules/rule";
export { readSources, type Source } from "./sources";
export { MissingPathError, readPaths } from "./sources/read-files";

/** @throws MissingPathError when a path does not exist. */
export function lintPaths(paths: readonly string[], options?: LintOptions): Report {
  return lint(readPaths(paths), options);
}

/**
 * Findings in what CDKTF synthesized into the folder (`cdktf.out`).
 *
 * @throws MissingPathError when the folder does not exist.
 */
export function lintSynthesized(outdir: string): readonly Finding[] {
  return lintPaths([outdir]).findings;
}
