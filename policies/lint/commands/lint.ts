import { resolve } from "node:path";
import { applyBaseline, baselineOf, formatBaseline } from "../baseline";
import type { Finding, Report } from "../finding";
import { lint, summarize, type LintOptions } from "../lint";
import type { Model } from "../model/types";
import { formatReport } from "../reports";
import type { Severity } from "../rules/rule";
import { readSources, type Source } from "../sources";
import { readPaths } from "../sources/read-files";
import { codeOf, writeText, type Command, type Output, type Status } from "./command";
import { lintUsage, readLintOptions, type LintCommandOptions, type Threshold } from "./lint-options";
import { scanAccount } from "./scan";
import { showReplacements, writeReplacements } from "./replacements";

export const lintCommand: Command = {
  summary: "looks for risky permissions; this is what is done where no command is named",
  usage: lintUsage,
  run: async (args, output) => {
    const options = readLintOptions(args);
    if (options === "help") {
      output.out(lintUsage);
      return 0;
    }
    const account = options.account === null ? [] : [await scanAccount(options.account, output)];
    const look = () => inspect([...account, ...readAll(options.paths)], options);
    const first = look();
    const replaced = options.fix ? writeReplacements(first.report, look, output) : undefined;
    const last = replaced?.last ?? first;
    const report = writeBaseline(last.report, options);
    const text = formatReport(options.format, report, {
      model: last.model,
      colour: output.colour && options.output === null,
      root: process.cwd(),
    });
    if (options.output === null) output.out(text);
    else writeText(options.output, text);
    // A report for programs stays one document.
    const beside = options.format === "text" || options.output !== null ? output.out : output.error;
    if (replaced !== undefined) beside(replaced.shown);
    if (options.suggest) beside(showReplacements(report));
    noteStale(report, output);
    return exitStatus(report, options.failOn);
  },
};

/** What was read, and what was found in it. */
export interface Inspection {
  /** Read when it is asked for: only the page draws who can become whom. */
  readonly model: () => Model;
  readonly report: Report;
}

function inspect(sources: readonly Source[], { settings, baseline }: LintCommandOptions): Inspection {
  const lintOptions: LintOptions = { ...settings, baseline, root: process.cwd() };
  return { model: () => readSources(sources), report: lint(sources, lintOptions) };
}

/** A path that cannot be read is said in the report and does not keep the others from being looked at. */
function readAll(paths: readonly string[]): Source[] {
  const seen = new Set<string>();
  return paths.flatMap(readPath).filter(({ file }) => {
    const full = resolve(file);
    if (seen.has(full)) return false;
    seen.add(full);
    return true;
  });
}

function readPath(path: string): Source[] {
  try {
    return readPaths([path]);
  } catch (error) {
    return [{ file: path, content: undefined, error: codeOf(error) }];
  }
}

function writeBaseline(report: Report, { writeBaseline: file }: LintCommandOptions): Report {
  if (file === null) return report;
  const entries = baselineOf(report.findings);
  writeText(file, formatBaseline(entries));
  const { findings } = applyBaseline(report.findings, entries);
  return { ...report, findings, summary: summarize(findings, report.summary.files) };
}

function noteStale({ staleBaseline }: Report, output: Output): void {
  const count = staleBaseline.length;
  if (count === 0) return;
  const entries = count === 1 ? "entry of the baseline matches" : "entries of the baseline match";
  const list = staleBaseline.map(
    ({ ruleId, resource, file }) =>
      `  ${ruleId} ${resource ?? file}${resource === null ? "" : ` (${file})`}\n`,
  );
  output.error(
    `policy-lint: ${count} ${entries} nothing any more; write it again to drop them:\n${list.join("")}`,
  );
}

function exitStatus({ findings, unreadable }: Report, failOn: Threshold): Status {
  if (unreadable) return 2;
  if (failOn === "never") return 0;
  const order: readonly Severity[] = ["info", "warning", "error"];
  const failing = ({ severity, suppressed }: Finding) =>
    suppressed === null && order.indexOf(severity) >= order.indexOf(failOn);
  return findings.some(failing) ? 1 : 0;
}
