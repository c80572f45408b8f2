import type { Finding } from "../finding";
import { relativeName } from "../fingerprint";
import { covers } from "../model/patterns";
import type { Rule } from "../rules/rule";
import type { SuppressionEntry } from "./entry";

/** The findings, those that an entry fits being suppressed by the first such entry; and the entries that fit none. */
export function applySuppressions(
  findings: readonly Finding[],
  entries: readonly SuppressionEntry[],
  root: string | undefined,
): { readonly findings: readonly Finding[]; readonly unmatched: readonly SuppressionEntry[] } {
  if (entries.length === 0) return { findings, unmatched: [] };
  const used = new Set<SuppressionEntry>();
  const marked = findings.map((finding) => {
    const fitting = entries.filter((entry) => fits(entry, finding, root));
    for (const entry of fitting) used.add(entry);
    const [first] = fitting;
    if (first === undefined) return finding;
    const { kind, reason, owner, expires } = first;
    return { ...finding, suppressed: { kind, reason, owner, expires } };
  });
  return { findings: marked, unmatched: entries.filter((entry) => !used.has(entry)) };
}

function fits(entry: SuppressionEntry, finding: Finding, root: string | undefined): boolean {
  if (!namesRule(entry.rule, finding)) return false;
  if (entry.kind === "inline") {
    const beside = entry.resource === finding.resource && entry.place.text.file === finding.file;
    if (!beside) return false;
  }
  const { file, resource, pointer, message } = entry.match;
  const matches = (pattern: string | undefined, text: string) =>
    pattern === undefined || covers(pattern, text);
  return (
    (matches(file, finding.file) || matches(file, relativeName(finding.file, root))) &&
    (resource === undefined || (finding.resource !== null && covers(resource, finding.resource))) &&
    matches(pointer, finding.pointer) &&
    matches(message, finding.message)
  );
}

function namesRule(rule: string, { ruleId, name, path }: Finding): boolean {
  return rule === ruleId || rule === name || (path !== undefined && rule === `${ruleId}/${path}`);
}

/** Whether there is a rule of that id or name; which paths there are only findings tell. */
export function isRule(rule: string, rules: readonly Rule[]): boolean {
  return rules.some(({ id, name }) => rule === id || rule === name || rule.startsWith(`${id}/`));
}
