import { applyBaseline } from "./baseline";
import type { BaselineEntry, Finding, Report, Summary } from "./finding";
import { Fingerprints } from "./fingerprint";
import type { InlineSuppression, Model } from "./model/types";
import { endOfValue } from "./model/value-end";
import { rules as allRules } from "./rules";
import { suppression, unmatchedSuppression } from "./rules/input/suppression";
import { limitsNote } from "./rules/limits-note";
import { withoutYielding } from "./rules/one-fault";
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
  const { rules = allRules, baseline = [], root } = options;
  const ruleOptions: RuleOptions = { ...defaultRuleOptions, ...options };
  const { results, suppressions, files, unreadable } = look(input, rules, ruleOptions);
  const fingerprints = new Fingerprints(root);
  const placed = results.map(({ rule, result, note }) => place(rule, result, note)).sort(byPlace);
  const found = placed.map((one) => toFinding(one, fingerprints));
  const fixes = new Map(found.map((finding, index) => [finding, placed[index]?.result.fix]));

  const { entries } = readSuppressions(suppressions, ruleOptions);
  const { findings: suppressed, unmatched } = applySuppressions(found, entries, root);
  const aboutSuppressions = rules.includes(suppression)
    ? unmatched
        .map((entry) => place(suppression, unmatchedSuppression(entry, isRule(entry.rule, allRules))))
        .map((one) => toFinding(one, fingerprints))
    : [];

  const { findings, stale } = applyBaseline([...suppressed, ...aboutSuppressions].sort(byPlace), baseline);
  return {
    summary: summarize(findings, files),
    findings,
    proposals: findings.flatMap((finding) => {
      const fix = finding.suppressed === null ? fixes.get(finding) : undefined;
      return fix === undefined ? [] : [{ finding, fix }];
    }),
    unreadable,
    staleBaseline: stale,
  };
}

/** What all rules say, and what else of the input is needed afterwards. */
interface Look {
  readonly results: readonly {
    readonly rule: Rule;
    readonly result: RuleResult;
    /** What the message ends with. */
    readonly note: string;
  }[];
  readonly suppressions: readonly InlineSuppression[];
  readonly files: number;
  readonly unreadable: boolean;
}

function look(input: readonly Source[] | Model, rules: readonly Rule[], options: RuleOptions): Look {
  const looks: Look[] = [];
  for (const model of "policies" in input ? [input] : modelsOf(input)) {
    // What is configured is the same for all batches, and judged once.
    const applied = looks.length === 0 ? rules : rules.filter((rule) => rule !== suppression);
    looks.push({
      results: withoutYielding(
        applied.flatMap((rule) =>
          rule
            .check(model, options)
            .map((result) => ({ rule, result, note: limitsNote(rule, result, model) })),
        ),
      ),
      suppressions: model.suppressions,
      files: model.files.length,
      unreadable: model.problems.some(({ extent }) => extent === "unreadable"),
    });
  }
  return {
    results: looks.flatMap(({ results }) => results),
    suppressions: looks.flatMap(({ suppressions }) => suppressions),
    files: looks.reduce((sum, { files }) => sum + files, 0),
    unreadable: looks.some(({ unreadable }) => unreadable),
  };
}

const policiesInBatch = 32;

/**
 * Policy files stand alone, so a folder of them is read and looked at in batches: most of the time of a large folder went
 * into collecting the garbage of documents that nobody needed any more. Everything else is read together.
 */
function* modelsOf(sources: readonly Source[]): Generator<Model> {
  if (!sources.every(isPolicyFile)) {
    yield readSources(sources);
    return;
  }
  for (let at = 0; at === 0 || at < sources.length; at += policiesInBatch) {
    yield readSources(sources.slice(at, at + policiesInBatch));
  }
}

/** Whether the first key is one that only a policy begins with. Anything else is read the careful way. */
function isPolicyFile({ content }: Source): boolean {
  if (content === undefined) return false;
  const beginning =
    typeof content === "string"
      ? content.slice(0, 64)
      : Buffer.from(content.subarray(0, 64)).toString("latin1");
  return /^\s*\{\s*"(?:Version|Statement|Id)"/.test(beginning);
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

function place(rule: Rule, result: RuleResult, note = ""): Placed {
  const { text, offset } = result.place;
  const message = result.message + note;
  return { rule, result, ruleId: rule.id, message, file: text.file, ...text.position(offset) };
}

function toFinding(
  { rule, result, message, file, line, column }: Placed,
  fingerprints: Fingerprints,
): Finding {
  const { text, offset } = result.place;
  const end = () => endOfValue(text.content, offset);
  const fingerprint = fingerprints.note(rule, result, () => text.content.slice(offset, end()));
  return {
    ruleId: rule.id,
    name: rule.name,
    severity: result.severity,
    message,
    file,
    line,
    column,
    // Asked for by few reports.
    get end() {
      return text.position(end());
    },
    pointer: result.pointer,
    resource: result.resource,
    suppressed: null,
    ...(result.path === undefined ? {} : { path: result.path }),
    ...(result.confidence === undefined ? {} : { confidence: result.confidence }),
    get fingerprint() {
      return fingerprint();
    },
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
