import { createTwoFilesPatch } from "diff";
import { display } from "../model/value";
import type { Fix } from "../rules/rule";
import type { FileChange, Proposal } from "./types";

/** One unified diff for all changes, as `patch -p1` and `git apply` take it. */
export function formatDiff(changes: readonly FileChange[]): string {
  return changes
    .map(({ file, before, after }) =>
      createTwoFilesPatch(`a/${file}`, `b/${file}`, before, after, undefined, undefined, {
        context: 3,
        headerOptions: { includeIndex: false, includeUnderline: false, includeFileHeaders: true },
      }),
    )
    .join("");
}

/** What can only be suggested, for people: where, what would be right, and the statement that says it. */
export function formatSuggestions(suggestions: readonly Proposal[]): string {
  return suggestions
    .map(({ finding, fix }) => {
      const { file, line, column, ruleId, resource } = finding;
      const where = `${file}:${line}:${column} ${ruleId}${resource === null ? "" : ` ${resource}`}`;
      const documents = partsOf(fix).map((part) => `\n${indent(asText(part))}`);
      return `${where}\n  ${fix.description}${documents.join("")}\n`;
    })
    .join("\n");
}

/** Where a fix has edits that cannot be written (in `jsonencode`, in a data block), what they would set is shown. */
function partsOf({ suggestion, edits }: Fix): readonly unknown[] {
  if (suggestion !== undefined) return [suggestion];
  return edits.flatMap(({ member, value }) =>
    value === undefined ? [] : [member === undefined ? value : { [member]: value }],
  );
}

function asText(suggestion: unknown): string {
  return display(typeof suggestion === "string" ? suggestion : JSON.stringify(suggestion, null, 2));
}

function indent(text: string): string {
  return text.replace(/^/gm, "    ");
}
