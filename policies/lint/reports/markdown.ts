import type { Finding, Report } from "../finding";
import { rules } from "../rules";
import { printable } from "./printable";
import { summaryLine } from "./text";

/** Comments of pull requests hold 65,536 characters; what is longer is said to be left out. */
const longest = 60_000;

const marks = { error: "🔴", warning: "🟠", info: "🔵" } as const;

/** For a pull request: one table, and below it what the rules are about, to be folded out. */
export function formatMarkdown({ summary, findings }: Report): string {
  const open = findings.filter(({ suppressed }) => suppressed === null);
  const suppressed = findings.filter((finding) => finding.suppressed !== null);
  const verdict = open.length === 0 ? "nothing found" : summaryLine(summary);
  const parts = [`## policy-lint: ${verdict}\n`];
  if (open.length > 0) parts.push(table(open), about(open));
  if (suppressed.length > 0) parts.push(suppressions(suppressed));
  if (open.length === 0) parts.push(`${summaryLine(summary)}\n`);
  return parts.join("\n");
}

function table(findings: readonly Finding[]): string {
  const lines = ["|  | Rule | Where | What |", "| --- | --- | --- | --- |"];
  let length = 0;
  for (const [index, finding] of bySeverity(findings).entries()) {
    const { severity, ruleId, path, name, file, line, resource, message } = finding;
    const where = [...(resource === null ? [] : [code(resource)]), code(`${file}:${line}`)].join("<br>");
    const rule = `${code(path === undefined ? ruleId : `${ruleId}/${path}`)}<br>${escapeText(name)}`;
    const row = `| ${marks[severity]} ${severity} | ${rule} | ${where} | ${escapeText(message)} |`;
    length += row.length;
    if (length > longest / 2) {
      lines.push(`|  |  |  | … and ${findings.length - index} more, left out here |`);
      break;
    }
    lines.push(row);
  }
  return `${lines.join("\n")}\n`;
}

function bySeverity(findings: readonly Finding[]): Finding[] {
  const order = Object.keys(marks);
  return [...findings].sort((a, b) => order.indexOf(a.severity) - order.indexOf(b.severity));
}

function about(findings: readonly Finding[]): string {
  const found = new Set(findings.map(({ ruleId }) => ruleId));
  return rules
    .filter(({ id }) => found.has(id))
    .map(({ id, name, why, whatToDo, reference }) => {
      const number = findings.filter(({ ruleId }) => ruleId === id).length;
      const title = `<summary><b>${id} ${escapeText(name)}</b> (${number})</summary>`;
      return `<details>${title}\n\n${escapeText(why)}\n\n**What to do:** ${escapeText(whatToDo)}\n\n[Reference](${reference})\n\n</details>\n`;
    })
    .join("\n");
}

function suppressions(findings: readonly Finding[]): string {
  const lines = findings.slice(0, 100).map(({ ruleId, resource, file, line, suppressed }) => {
    const until = suppressed?.expires == null ? "" : `, ${suppressed.owner}, until ${suppressed.expires}`;
    return `- ${code(ruleId)} ${code(resource ?? `${file}:${line}`)}: ${escapeText(`${suppressed?.reason ?? ""}${until}`)}`;
  });
  const more = findings.length > 100 ? `\n- … and ${findings.length - 100} more` : "";
  return `<details><summary>${findings.length} suppressed</summary>\n\n${lines.join("\n")}${more}\n\n</details>\n`;
}

/** An underscore inside of a word is none. */
const markup = /[&<>|`*[\]~#\\!$]|(?<!\w)_|_(?!\w)/g;

/** Nothing of a file's text acts as markup, opens a link or calls somebody. */
function escapeText(text: string): string {
  return printable(text)
    .replace(markup, entity)
    .replace(/:(?=\/\/)|(?<=www)\./gi, entity)
    .replace(/@/g, "@&#8203;");
}

/** Entities hold inside of HTML's own element, other than in a code span; so does a bar in a table's cell. */
function code(text: string): string {
  return `<code>${printable(text)
    .replace(markup, entity)
    .replace(/:(?=\/\/)/g, entity)}</code>`;
}

function entity(character: string): string {
  return `&#${character.charCodeAt(0)};`;
}
