import { applyBaseline } from "./baseline";
import type { BaselineEntry, Finding, Report, Summary } from "./finding";
import { Fingerprints } from "./fingerprint";
import type { Model } from "./model/types";
import { endOfValue } from "./model/value-end";
import { rules as allRules } from "./rules";
import { suppression, unmatchedSuppression } from "./rules/input/suppression";
import { defaultRuleOptions, type Rule, type RuleOptions, type RuleResult } from "./rules/rule";
import { readSources, type Source } from "./sources";
import { applySuppressions, isRule } from "./suppressions/apply";
import { readSuppressions } from "./suppressions/entry";

export interface LintOptions extends Partial<RuleOptions> {
  /** @default all rules */
  readonly rules?: readonly Rule[];
  /** Findings that are known; they do not count. */
  readonly baseline?: readonly BaselineEntry[];
  /** The folder that files are named from in fingerprints and suppressions. @default names as they are given */
  readonly root?: string;
}

/** Looks at sources that were read already, or at a model. No input, no output; the clock is read unless `today` is given. */
export function lint(input: readonly Source[] | Model, options: LintOptions = {}): Report {
  const model = "policies" in input ? input : readSources(input);
  const { rules = allRules, baseline = [], root } = options;
  const ruleOptions: RuleOptions = { ...defaultRuleOptions, ...options };
  const fingerprints = new Fingerprints(root);
  const placed = rules
    .flatMap((rule) => rule.check(model, ruleOptions).map((result) => place(rule, result)))
    .sort(byPlace);
  const found = placed.map((one) => toFinding(one, fingerprints));
  const fixes = new Map(placed.map(({ result }, index) => [found[index]?.fingerprint, result.fix]));

  const { entries } = readSuppressions(model, ruleOptions);
  const { findings: suppressed, unmatched } = applySuppressions(found, entries, root);
  const aboutSuppressions = rules.includes(suppression)
    ? unmatched
        .map((entry) => place(suppression, unmatchedSuppression(entry, isRule(entry.rule, allRules))))
        .map((one) => toFinding(one, fingerprints))
    : [];

  const { findings, stale } = applyBaseline([...suppressed, ...aboutSuppressions].sort(byPlace), baseline);
  return {
    summary: summarize(findings, model.files.length),
    findings,
    proposals: findings.flatMap((finding) => {
      const fix = finding.suppressed === null ? fixes.get(finding.fingerprint) : undefined;
      return fix === undefined ? [] : [{ finding, fix }];
    }),
    unreadable: model.problems.some(({ extent }) => extent === "unreadable"),
    staleBaseline: stale,
  };
}

/** A rule's result with what it is sorted by. */
interface Placed {
  readonly rule: Rule;
  readonly result: RuleResult;
  readonly ruleId: string;
  readonly message: string;
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

function place(rule: Rule, result: RuleResult): Placed {
  const { text, offset } = result.place;
  const { message } = result;
  return { rule, result, ruleId: rule.id, message, file: text.file, ...text.position(offset) };
}

function toFinding({ rule, result, file, line, column }: Placed, fingerprints: Fingerprints): Finding {
  const { text, offset } = result.place;
  const end = endOfValue(text.content, offset);
  return {
    ruleId: rule.id,
    name: rule.name,
    severity: result.severity,
    message: result.message,
    file,
    line,
    column,
    end: text.position(end),
    pointer: result.pointer,
    resource: result.resource,
    suppressed: null,
    ...(result.path === undefined ? {} : { path: result.path }),
    ...(result.confidence === undefined ? {} : { confidence: result.confidence }),
    fingerprint: fingerprints.of(rule, result, text.content.slice(offset, end)),
  };
}

type Position = Pick<Placed, "file" | "line" | "column" | "ruleId" | "message">;

function byPlace(a: Position, b: Position): number {
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

export function summarize(findings: readonly Finding[], files: number): Summary {
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
