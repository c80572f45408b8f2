import { lint, type Finding } from "../../../../../policies/lint";
import { accountSource, type AccountSnapshot } from "../../../../../policies/lint/account";
import { snapshotOf } from "../../account/snapshots";

/** Findings of hygiene in an account with these parts. */
export function hygiene(parts: Partial<AccountSnapshot>, options: { staleDays?: number } = {}): Finding[] {
  const { findings } = lint([accountSource(snapshotOf(parts))], options);
  return findings.filter(({ ruleId }) => ruleId.startsWith("IAM5"));
}

/** `IAM501 warning` for each. */
export function verdictsOf(parts: Partial<AccountSnapshot>, options: { staleDays?: number } = {}): string[] {
  return hygiene(parts, options).map(({ ruleId, severity }) => `${ruleId} ${severity}`);
}
