import type { Finding, Report, Summary } from "./finding";
import type { Model } from "./model/types";
import { rules as allRules } from "./rules";
import { defaultRuleOptions, type Rule, type RuleOptions, type RuleResult } from "./rules/rule";
import { readSources, type Source } from "./sources";

export interface LintOptions extends Partial<RuleOptions> {
  /** @default all rules */
  readonly rules?: readonly Rule[];
}

/** Looks at sources that were read already, or at a model. No input, no output. */
export function lint(input: readonly Source[] | Model, options: LintOptions = {}): Report {
  const model = "policies" in input ? input : readSources(input);
  const ruleOptions = { ...defaultRuleOptions, ...options };
  const found = (options.rules ?? allRules)
    .flatMap((rule) =>
      rule.check(model, ruleOptions).map((result) => ({ finding: toFinding(rule, result), fix: result.fix })),
    )
    .sort((a, b) => byPlace(a.finding, b.finding));
  const findings = found.map(({ finding }) => finding);
  return {
    summary: summarize(findings, model.files.length),
    findings,
    proposals: found.flatMap(({ finding, fix }) => (fix === undefined ? [] : [{ finding, fix }])),
    unreadable: model.problems.some(({ extent }) => extent === "unreadable"),
  };
}

function toFinding(rule: Rule, result: RuleResult): Finding {
  const { line, column } = result.place.text.position(result.place.offset);
  return {
    ruleId: rule.id,
    name: rule.name,
    severity: result.severity,
    message: result.message,
    file: result.place.text.file,
    line,
    column,
    pointer: result.pointer,
    resource: result.resource,
    suppressed: null,
    ...(result.path === undefined ? {} : { path: result.path }),
    ...(result.confidence === undefined ? {} : { confidence: result.confidence }),
  };
}

function byPlace(a: Finding, b: Finding): number {
  return (
    compare(a.file, b.file) ||
    a.line - b.line ||
    a.column - b.column ||
    compare(a.ruleId, b.ruleId) ||
    compare(a.message, b.message)
  );
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function summarize(findings: readonly Finding[], files: number): Summary {
  const open = findings.filter(({ suppressed }) => suppressed === null);
  const count = (severity: Finding["severity"]) =>
    open.filter((finding) => finding.severity === severity).length;
  return {
    error: count("error"),
    warning: count("warning"),
    info: count("info"),
    suppressed: findings.length - open.length,
    files,
  };
}
