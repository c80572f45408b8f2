import type { Finding } from "../../../../policies/lint";
import { resolveFixes, type Proposal, type ResolvedFixes } from "../../../../policies/lint/fix";
import type { Policy } from "../../../../policies/lint/model/types";
import type { Edit } from "../../../../policies/lint/rules/rule";
import { readSources } from "../../../../policies/lint/sources";

const finding: Finding = {
  ruleId: "IAM999",
  name: "some-rule",
  severity: "warning",
  message: "Something.",
  file: "x",
  line: 1,
  column: 1,
  end: { line: 1, column: 1 },
  pointer: "",
  resource: null,
  suppressed: null,
  fingerprint: "0",
};

export function proposal(...edits: readonly Edit[]): Proposal {
  return { finding, fix: { description: "Does it.", edits } };
}

/** The policies of one file, for edits at their places. */
export function policiesOf(file: string, content: string): readonly Policy[] {
  const { policies, problems } = readSources([{ file, content }]);
  expect(problems).toEqual([]);
  return policies;
}

/** The file's text after the edits that are made for its first policy. */
export function edited(file: string, content: string, edits: (policy: Policy) => readonly Edit[]): string {
  const [policy] = policiesOf(file, content);
  if (policy === undefined) throw new Error(`${file} holds no policy`);
  return afterwards(resolveFixes([proposal(...edits(policy))]));
}

/** The only changed text. */
export function afterwards({ changes }: ResolvedFixes): string {
  expect(changes).toHaveLength(1);
  return changes[0]?.after ?? "";
}
