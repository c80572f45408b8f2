import type { Change, SnapshotDiff } from "./compare";
import type { Facet } from "./facets";

export type DiffFormat = "text" | "json" | "markdown";

/** A difference for people, for programs, or for a pull request. */
export function formatDiff(diff: SnapshotDiff, format: DiffFormat): string {
  switch (format) {
    case "json":
      return `${JSON.stringify({ version: 1, ...diff }, null, 2)}\n`;
    case "markdown":
      return formatMarkdown(diff);
    case "text":
      return formatText(diff);
  }
}

const signs = { added: "+", removed: "-", changed: "~" } as const;

function formatText(diff: SnapshotDiff): string {
  const blocks = diff.changes.map((change) =>
    [
      `${signs[change.change]} ${change.kind} ${change.resource}`,
      ...facetLines(change).map((line) => `    ${line}`),
    ].join("\n"),
  );
  return `${[title(diff), ...blocks, ...notes(diff), summary(diff)].join("\n\n")}\n`;
}

function formatMarkdown(diff: SnapshotDiff): string {
  const blocks = diff.changes.map((change) => {
    const lines = facetLines(change);
    const heading = `**${change.change}** ${change.kind} \`${change.resource}\``;
    // Four backticks: a policy's text may hold three.
    return lines.length === 0 ? heading : `${heading}\n\n\`\`\`\`diff\n${lines.join("\n")}\n\`\`\`\``;
  });
  return `${[`### ${title(diff)}`, ...blocks, ...notes(diff), summary(diff)].join("\n\n")}\n`;
}

function title({ accountId, before, after }: SnapshotDiff): string {
  return `Account ${accountId}, from ${before} to ${after}`;
}

function facetLines({ added, removed }: Change): string[] {
  return [
    ...removed.map((facet) => `- ${formatFacet(facet)}`),
    ...added.map((facet) => `+ ${formatFacet(facet)}`),
  ];
}

function formatFacet({ what, value }: Facet): string {
  return `${what}: ${typeof value === "string" ? value : JSON.stringify(value)}`;
}

function notes({ notCompared }: SnapshotDiff): string[] {
  return notCompared.length === 0 ? [] : [`Not compared, for want of data: ${notCompared.join("; ")}.`];
}

function summary({ changes }: SnapshotDiff): string {
  if (changes.length === 0) return "Nothing changed.";
  const count = (kind: Change["change"]) => changes.filter(({ change }) => change === kind).length;
  return `${count("added")} added, ${count("removed")} removed, ${count("changed")} changed.`;
}
