import { lint, type Finding, type Rule } from "../../../../policies/lint";
import { policy } from "../helpers";

/** Findings of this rule alone on a file, given as text or as a value. */
export function onlyFile(rule: Rule, file: string, content: unknown): readonly Finding[] {
  const text = typeof content === "string" ? content : JSON.stringify(content, null, 2);
  return lint([{ file, content: text }], { rules: [rule] }).findings;
}

/** Findings of this rule alone on a policy file with these statements. */
export function only(rule: Rule, ...statements: readonly unknown[]): readonly Finding[] {
  return onlyFile(rule, "policy.json", policy(...statements));
}
