import type { Text } from "../model/text";
import { replacementOf, type Replacement } from "./replacement";
import type { FileChange, Proposal, ResolvedFixes } from "./types";

/**
 * Applies what can be written exactly; of fixes that touch the same characters, the first. The rest of each file stays as
 * it is, to the letter.
 */
export function resolveFixes(proposals: readonly Proposal[]): ResolvedFixes {
  const files = new Map<string, FileFixes>();
  const suggestions: Proposal[] = [];
  const postponed: Proposal[] = [];
  for (const proposal of proposals) {
    const replacements = replacementsOf(proposal);
    const [first] = replacements ?? [];
    if (replacements === undefined || first === undefined) {
      suggestions.push(proposal);
      continue;
    }
    const fixes = files.get(first.text.file) ?? new FileFixes(first.text);
    files.set(first.text.file, fixes);
    if (!fixes.add(proposal, replacements)) postponed.push(proposal);
  }
  return { changes: [...files.values()].map((fixes) => fixes.change()), suggestions, postponed };
}

/** All of a fix, or nothing: half of a replacement may be worse than none. */
function replacementsOf({ fix }: Proposal): readonly Replacement[] | undefined {
  if (fix.edits.some(({ place }) => isSnapshot(place.text))) return undefined;
  const replacements = fix.edits.map(replacementOf);
  const known = replacements.filter((replacement) => replacement !== undefined);
  return known.length === 0 || known.length < replacements.length ? undefined : known;
}

/** A snapshot tells what an account was: to change it mends nothing. */
function isSnapshot({ content }: Text): boolean {
  return /^\s*\{\s*"format"\s*:\s*"policy-lint-account"/.test(content.slice(0, 200));
}

class FileFixes {
  private readonly replacements: Replacement[] = [];
  private readonly proposals: Proposal[] = [];

  constructor(private readonly text: Text) {}

  add(proposal: Proposal, replacements: readonly Replacement[]): boolean {
    const fresh = replacements.filter((one) => !this.replacements.some((other) => isSame(one, other)));
    if (fresh.some((one) => this.replacements.some((other) => overlap(one, other)))) return false;
    this.replacements.push(...fresh);
    this.proposals.push(proposal);
    return true;
  }

  change(): FileChange {
    const { file, content: before } = this.text;
    let after = "";
    let at = 0;
    for (const { start, end, content } of this.replacements.sort((a, b) => a.start - b.start)) {
      after += before.slice(at, start) + content;
      at = end;
    }
    after += before.slice(at);
    JSON.parse(after);
    return { file, before, after, fixed: this.proposals.map(({ finding }) => finding) };
  }
}

/** Several findings may have one and the same answer. */
function isSame(a: Replacement, b: Replacement): boolean {
  return a.start === b.start && a.end === b.end && a.content === b.content;
}

/** Two insertions at one place count as overlapping: each was written as if it were the only one. */
function overlap(a: Replacement, b: Replacement): boolean {
  return a.start === b.start || (a.start < b.end && b.start < a.end);
}
