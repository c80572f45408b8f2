import type { Finding } from "../../finding";
import { rules } from "../../rules";
import { familyOf } from "../families";
import { escapeHtml } from "./escape";

/** All findings, under what they are about; those of a resource stand together. */
export function findingGroups(findings: readonly Finding[]): string {
  const groups = new Map<string, Finding[]>();
  for (const finding of findings) {
    const group = groups.get(groupOf(finding));
    if (group === undefined) groups.set(groupOf(finding), [finding]);
    else group.push(finding);
  }
  return [...groups]
    .map(([title, group]) => {
      const files = [...new Set(group.map(({ file }) => file))].filter((file) => file !== title);
      const where = files.length === 0 ? "" : `<small>${escapeHtml(files.join(", "))}</small>`;
      return `<section class="group"><h3>${escapeHtml(title)}${where}</h3>\n${group.map(article).join("\n")}\n</section>`;
    })
    .join("\n");
}

/** What a finding is about: its resource, or else its file. */
export function groupOf({ resource, file }: Finding): string {
  return resource ?? file;
}

function article(finding: Finding): string {
  const { severity, ruleId, path, name, message, confidence, suppressed } = finding;
  const state = suppressed === null ? severity : "suppressed";
  const id = path === undefined ? ruleId : `${ruleId}/${path}`;
  const sure = confidence === undefined ? "" : `<span class="quiet">confidence ${confidence}</span>`;
  const badge = suppressed === null ? severity : `suppressed ${severity}`;
  return `<article class="${state}" data-state="${state}" data-family="${familyOf(ruleId).name}" data-resource="${escapeHtml(groupOf(finding))}">
<p class="rule"><span class="badge">${badge}</span> <b>${escapeHtml(id)}</b> <span>${escapeHtml(name)}</span> ${sure}</p>
<p class="message">${escapeHtml(message)}</p>
${reason(suppressed)}<p class="place"><code>${place(finding)}</code></p>
${explanation(ruleId)}</article>`;
}

function place({ file, line, column, pointer }: Finding): string {
  const inside = pointer === "" ? "" : ` ${pointer}`;
  return escapeHtml(`${file}:${line}:${column}${inside}`);
}

function reason(suppressed: Finding["suppressed"]): string {
  if (suppressed === null) return "";
  const { owner, expires } = suppressed;
  const until = expires === null ? "" : ` (${owner}, until ${expires})`;
  return `<p class="quiet">Suppressed: ${escapeHtml(suppressed.reason + until)}</p>\n`;
}

function explanation(ruleId: string): string {
  const rule = rules.find(({ id }) => id === ruleId);
  if (rule === undefined) return "";
  const { why, whatToDo, reference } = rule;
  return `<details><summary>Why, and what to do</summary><dl><dt>Why</dt><dd>${escapeHtml(why)}</dd><dt>What to do</dt><dd>${escapeHtml(whatToDo)}</dd><dt>Reference</dt><dd><a href="${escapeHtml(reference)}" rel="noreferrer">${escapeHtml(reference)}</a></dd></dl></details>\n`;
}
