import { createTwoFilesPatch } from "diff";
import { display } from "../model/value";
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
      const document = fix.suggestion === undefined ? "" : `\n${indent(asText(fix.suggestion))}`;
      return `${where}\n  ${fix.description}${document}\n`;
    })
    .join("\n");
}

function asText(suggestion: unknown): string {
  return display(typeof suggestion === "string" ? suggestion : JSON.stringify(suggestion, null, 2));
}

function indent(text: string): string {
  return text.replace(/^/gm, "    ");
}
