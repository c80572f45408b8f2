import { createHash } from "node:crypto";
import type { Finding, Report, Summary } from "../../finding";
import { families, familyOf } from "../families";
import { count } from "../printable";
import { drawGraph } from "./draw-graph";
import { escapeHtml } from "./escape";
import { findingGroups, groupOf } from "./findings";
import type { Graph } from "./graph";
import { script } from "./script";
import { style } from "./style";

/** One page that needs nothing else: no request leaves it, and its policy allows none. */
export function formatHtml({ summary, findings }: Report, graph: Graph): string {
  const policy = `default-src 'none'; img-src data:; style-src '${hash(style)}'; script-src '${hash(script)}'; base-uri 'none'; form-action 'none'`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<link rel="icon" href="data:,">
<title>policy-lint: ${title(summary)}</title>
<style>${style}</style>
</head>
<body>
<header><div>
<h1>${title(summary)}</h1>
<ul class="totals">
${totals(summary)}
</ul>
</div></header>
<main>
<h2>Who can become whom</h2>
${drawGraph(graph)}
<h2>Findings</h2>
${filters(findings)}
<p class="shown" role="status"></p>
${findingGroups(findings)}
<p class="empty nothing" hidden>${findings.length === 0 ? "Nothing was found." : "No finding fits these filters."}</p>
<footer>Made by policy-lint. It reads policies as they are written: a permissions boundary, a service control policy or a session policy that it was not given may allow less.</footer>
</main>
<script>${script}</script>
</body>
</html>
`;
}

function hash(text: string): string {
  return `sha256-${createHash("sha256").update(text).digest("base64")}`;
}

function title({ error, warning, info }: Summary): string {
  if (error > 0) return `${count(error, "error")} to correct`;
  if (warning > 0) return `${count(warning, "warning")} to look at`;
  return info > 0 ? `No error, no warning` : "Nothing found";
}

function totals({ error, warning, info, suppressed, files }: Summary): string {
  const tile = (kind: string, number: number, label: string) =>
    `<li class="${kind}${number === 0 ? " none" : ""}"><b>${number}</b> ${label}</li>`;
  return [
    tile("error", error, error === 1 ? "error" : "errors"),
    tile("warning", warning, warning === 1 ? "warning" : "warnings"),
    tile("info", info, "info"),
    tile("suppressed", suppressed, "suppressed"),
    tile("files", files, files === 1 ? "file" : "files"),
  ].join("\n");
}

function filters(findings: readonly Finding[]): string {
  const states = [
    ["error", "Errors", true],
    ["warning", "Warnings", true],
    ["info", "Info", true],
    ["suppressed", "Suppressed", false],
  ] as const;
  const boxes = states.map(
    ([value, label, on]) =>
      `<label class="${value}"><input type="checkbox" name="state" value="${value}"${on ? " checked" : ""}>${label}</label>`,
  );
  const found = new Set(findings.map(({ ruleId }) => familyOf(ruleId)));
  const familyOptions = families
    .filter((family) => found.has(family))
    .map(({ name, title: text }) => `<option value="${name}">${text}</option>`);
  const resourceOptions = [...new Set(findings.map(groupOf))]
    .sort()
    .map((resource) => `<option value="${escapeHtml(resource)}">${escapeHtml(resource)}</option>`);
  return `<form class="filters" role="search" autocomplete="off">
<input type="search" name="text" placeholder="Search" aria-label="Search in findings">
<fieldset class="pills" aria-label="Severity">${boxes.join("")}</fieldset>
<select name="family" aria-label="Family of rules"><option value="">All families</option>${familyOptions.join("")}</select>
<select name="resource" aria-label="Resource or file"><option value="">All resources</option>${resourceOptions.join("")}</select>
</form>`;
}
