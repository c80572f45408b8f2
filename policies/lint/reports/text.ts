import type { Finding, Report, Summary } from "../finding";
import type { Severity } from "../rules/rule";

const colours: Readonly<Record<Severity, string>> = {
  error: "\u001b[31m",
  warning: "\u001b[33m",
  info: "\u001b[36m",
};
const bold = "\u001b[1m";
const reset = "\u001b[0m";

/** For people: findings under their resource, one summary line at the end. */
export function formatText({ summary, findings }: Report, options: { readonly colour: boolean }): string {
  const paint = (code: string, text: string) => (options.colour ? `${code}${text}${reset}` : text);
  const groups = groupByResource(findings).map(([title, group]) => {
    const lines = group.map((finding) => {
      const severity = paint(colours[finding.severity], finding.severity.padEnd(7));
      const place = `${finding.line}:${finding.column}`;
      const pointer = finding.pointer === "" ? "" : `  ${finding.pointer}`;
      return `  ${severity} ${finding.ruleId} ${finding.name}  ${place}${pointer}\n          ${printable(finding.message)}`;
    });
    return `${paint(bold, printable(title))}\n${lines.join("\n")}\n`;
  });
  return [...groups, `${summaryLine(summary)}\n`].join("\n");
}

function groupByResource(findings: readonly Finding[]): [string, Finding[]][] {
  const groups = new Map<string, Finding[]>();
  for (const finding of findings) {
    const title = finding.resource === null ? finding.file : `${finding.resource}  (${finding.file})`;
    groups.set(title, [...(groups.get(title) ?? []), finding]);
  }
  return [...groups];
}

function summaryLine({ error, warning, info, suppressed, files }: Summary): string {
  const found = `${count(error, "error")}, ${count(warning, "warning")}, ${info} info`;
  const hidden = suppressed > 0 ? `, ${suppressed} suppressed` : "";
  return `${found}${hidden} in ${count(files, "file")}`;
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}

/** What comes from a file may hold control characters, which must not reach a terminal. */
function printable(text: string): string {
  return text.replace(
    /[\u0000-\u001f\u007f-\u009f]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
