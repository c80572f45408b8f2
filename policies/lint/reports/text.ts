import type { Finding, Report, Summary } from "../finding";
import { count, printable } from "./printable";
import { Painter } from "./terminal";

/** For people: findings that count, under their resource; one summary line at the end. */
export function formatText({ summary, findings }: Report, options: { readonly colour: boolean }): string {
  const painter = new Painter(options.colour);
  const open = findings.filter(({ suppressed }) => suppressed === null);
  const groups = groupByResource(open).map(([title, group]) => {
    const lines = group.map((finding) => {
      const severity = painter.severity(finding.severity, finding.severity.padEnd(7));
      const rule = finding.path === undefined ? finding.ruleId : `${finding.ruleId}/${finding.path}`;
      const pointer = finding.pointer === "" ? "" : `  ${printable(finding.pointer)}`;
      const head = `  ${severity} ${rule} ${finding.name}  ${finding.line}:${finding.column}${pointer}`;
      return `${head}\n          ${printable(finding.message)}`;
    });
    return `${painter.paint("bold", printable(title))}\n${lines.join("\n")}\n`;
  });
  return [...groups, `${summaryLine(summary)}\n`].join("\n");
}

function groupByResource(findings: readonly Finding[]): [string, Finding[]][] {
  const groups = new Map<string, Finding[]>();
  for (const finding of findings) {
    const title = finding.resource === null ? finding.file : `${finding.resource}  (${finding.file})`;
    const group = groups.get(title);
    if (group === undefined) groups.set(title, [finding]);
    else group.push(finding);
  }
  return [...groups];
}

/** `1 error, 2 warnings, 0 info, 3 suppressed in 4 files`. */
export function summaryLine({ error, warning, info, suppressed, files }: Summary): string {
  const found = `${count(error, "error")}, ${count(warning, "warning")}, ${info} info`;
  const hidden = suppressed > 0 ? `, ${suppressed} suppressed` : "";
  return `${found}${hidden} in ${count(files, "file")}`;
}
