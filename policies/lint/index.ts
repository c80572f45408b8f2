/**
 * The policy linter as a library. `lint` does no input or output; `lintPaths` and `lintSynthesized` read files first.
 *
 *     const report = lint([{ file: "policy.json", content: text }], { staleDays: 30 });
 */

import type { Finding, Report } from "./finding";
import { lint, type LintOptions } from "./lint";
import { readPaths } from "./sources/read-files";

export { formatBaseline, parseBaseline, baselineOf } from "./baseline";
export { readConfiguration, ConfigurationError, type Configuration } from "./configuration";
export type { BaselineEntry, Finding, Report, Summary, Suppression } from "./finding";
export { formatDiff, formatSuggestions, resolveFixes, type FileChange, type Proposal } from "./fix";
export { lint, type LintOptions } from "./lint";
export type { Model } from "./model/types";
export { formatReport, reportFormats, type FormatOptions, type ReportFormat } from "./reports";
export { formatJson } from "./reports/json";
export { formatText } from "./reports/text";
export { rules } from "./rules";
export type { Rule, RuleOptions, RuleResult, Severity } from "./rules/rule";
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
