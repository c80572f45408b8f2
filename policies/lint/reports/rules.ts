import type { Example, Rule } from "../rules/rule";
import { families, familyOf } from "./families";
import { pathUrl } from "../model/escalation-paths";
import { formatPath, formatPathDetails, pathsOf } from "./paths";
import { Painter } from "./terminal";

export type RuleListFormat = "text" | "json" | "markdown";

const lineLength = 100;

/** One line a rule, by family. */
export function formatRuleTable(rules: readonly Rule[], options: { readonly colour: boolean }): string {
  const painter = new Painter(options.colour);
  const width = Math.max(...rules.map(({ name }) => name.length));
  const blocks = families.map((family) => {
    const lines = rules
      .filter(({ id }) => familyOf(id) === family)
      .map(
        ({ id, name, severity, why }) =>
          `  ${id} ${name.padEnd(width)}  ${painter.severity(severity, severity.padEnd(7))}  ${firstSentence(why)}`,
      );
    return lines.length === 0 ? "" : `${painter.paint("bold", family.title)}\n${lines.join("\n")}\n`;
  });
  return blocks.filter((block) => block !== "").join("\n");
}

/** For programs, or for a document. */
export function formatRuleList(rules: readonly Rule[], format: "json" | "markdown"): string {
  if (format === "markdown") return rules.map(formatRuleMarkdown).join("\n");
  const entries = rules.map(({ id, name, severity, why, whatToDo, reference }) => ({
    ...{ id, name, family: familyOf(id).name, severity, why, whatToDo, reference },
  }));
  return `${JSON.stringify({ version: 1, rules: entries }, null, 2)}\n`;
}

/** All that there is to say of a rule, for a terminal; of its paths one, where that is named, or else a list of them. */
export function formatRule(
  rule: Rule,
  options: { readonly colour: boolean; readonly pathId?: string | undefined },
): string {
  const painter = new Painter(options.colour);
  const { id, name, severity, why, whatToDo, reference, examples } = rule;
  const part = (title: string, body: string) => `${painter.paint("bold", title)}\n${body}\n`;
  return [
    `${painter.paint("bold", `${id} ${name}`)}  ${painter.severity(severity)}\n`,
    part("Why", wrap(why)),
    part("What to do", wrap(whatToDo)),
    part("Reference", `  ${reference}`),
    ...formatPaths(rule, options.pathId).map(([title, body]) => part(title, indent(body))),
    part(`Bad: ${examples.bad.file}`, indent(exampleText(examples.bad))),
    part(`Good: ${examples.good.file}`, indent(exampleText(examples.good))),
  ].join("\n");
}

function formatPaths({ id }: Rule, pathId: string | undefined): [title: string, body: string][] {
  const paths = pathsOf(id);
  if (paths.length === 0) return [];
  const named = paths.find((path) => path.id === pathId);
  return named === undefined
    ? [["Paths", paths.map(formatPath).join("\n")]]
    : [["Path", formatPathDetails(named)]];
}

/** The same as a section of a document. */
export function formatRuleMarkdown({ id, name, severity, why, whatToDo, reference, examples }: Rule): string {
  const paths = pathsOf(id).map(
    (path) =>
      `- [${path.id}](${pathUrl(path.id)}): ${path.title} (${path.actions.map((action) => `\`${action}\``).join(", ")})`,
  );
  const list = paths.length === 0 ? "" : `\nPaths:\n\n${paths.join("\n")}\n`;
  return `## ${id} ${name}

**${severity}**. ${prose(why)}

${prose(whatToDo)}

[Reference](${reference})
${list}
Bad (\`${examples.bad.file}\`):

${fenced(examples.bad)}

Good (\`${examples.good.file}\`):

${fenced(examples.good)}
`;
}

/** Stars and brackets of patterns are no markup, other than what the rule itself puts between backticks. */
export function prose(text: string): string {
  return text.replace(/(`[^`]*`)|[*<_]/g, (found, code: string | undefined) => code ?? `\\${found}`);
}

/** As the file would hold it. */
export function exampleText({ content }: Example): string {
  return typeof content === "string" ? content.trimEnd() : JSON.stringify(content, null, 2);
}

function fenced(example: Example): string {
  return `\`\`\`json\n${exampleText(example)}\n\`\`\``;
}

function firstSentence(text: string): string {
  return /^.*?[.;:](?=\s|$)/.exec(text)?.[0].replace(/[;:]$/, ".") ?? text;
}

function wrap(text: string): string {
  const lines: string[] = [];
  for (const word of text.split(" ")) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= lineLength)
      lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return indent(lines.join("\n"));
}

function indent(text: string): string {
  return text.replace(/^/gm, "  ");
}
