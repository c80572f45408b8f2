import { readFileSync } from "node:fs";
import type { Report } from "../finding";
import { relativeName } from "../fingerprint";
import { formatDiff, formatSuggestions, resolveFixes, type FileChange } from "../fix";
import { codeOf, writeText, type Output } from "./command";
import type { Inspection } from "./lint";

/** The replacements as a diff, and in words where a person has to decide. Nothing is written. */
export function showReplacements({ proposals }: Report): string {
  const { changes, suggestions } = resolveFixes(proposals);
  return section(diff(changes)) + section(formatSuggestions(suggestions));
}

/**
 * Writes the replacements into the files, until none is left: one may uncover another.
 *
 * @returns the diff, and what is found afterwards
 */
export function writeReplacements(
  report: Report,
  look: () => Inspection,
  output: Output,
): { readonly shown: string; readonly last: Inspection | undefined } {
  const originals = new Map<string, string>();
  const results = new Map<string, string>();
  const refused = new Set<string>();
  let last: Inspection | undefined;
  let { changes } = resolveFixes(report.proposals);
  for (let round = 0; round < 10; round++) {
    const writable = changes.filter(({ file }) => !refused.has(file));
    if (writable.length === 0) break;
    for (const change of writable) {
      if (!write(change, output)) {
        refused.add(change.file);
        continue;
      }
      if (!originals.has(change.file)) originals.set(change.file, change.before);
      results.set(change.file, change.after);
    }
    last = look();
    ({ changes } = resolveFixes(last.report.proposals));
  }
  const all: FileChange[] = [...results].map(([file, after]) => ({
    file,
    before: originals.get(file) ?? "",
    after,
    fixed: [],
  }));
  return { shown: section(diff(all)), last };
}

/** Writes only over what was read: another encoding, a file that changed meanwhile or a scan's text is no such file. */
function write({ file, before, after }: FileChange, output: Output): boolean {
  let current: string;
  try {
    current = readFileSync(file, "utf8");
  } catch (error) {
    output.error(`policy-lint: ${file} is left as it is: ${codeOf(error)}\n`);
    return false;
  }
  if (current !== before) {
    const reason = "it changed meanwhile, or is not UTF-8 without a byte order mark";
    output.error(`policy-lint: ${file} is left as it is: ${reason}\n`);
    return false;
  }
  writeText(file, after);
  return true;
}

/** With names that `git apply` and `patch -p1` take, seen from the current folder. */
function diff(changes: readonly FileChange[]): string {
  const named = ({ file, ...change }: FileChange) => ({
    ...change,
    file: relativeName(file, process.cwd()).replace(/^\//, ""),
  });
  return formatDiff(changes.map(named));
}

function section(text: string): string {
  return text === "" ? "" : `\n${text}`;
}
