import type { Finding } from "../../../../../policies/lint";
import { lintFiles, lintStatements, verdicts } from "../../helpers";

/** Findings of the breadth family: other families judge the same statements in their own tests. */
export function breadthOf(findings: readonly Finding[]): readonly Finding[] {
  return findings.filter(({ ruleId }) => ruleId.startsWith("IAM2"));
}

export function breadthFindings(...statements: readonly unknown[]): readonly Finding[] {
  return breadthOf(lintStatements(...statements));
}

export function breadth(...statements: readonly unknown[]): string[] {
  return verdicts(breadthFindings(...statements));
}

/** Verdicts on Terraform JSON with these resources. */
export function breadthOfTerraform(resource: Record<string, unknown>): readonly Finding[] {
  return breadthOf(lintFiles({ "main.tf.json": { resource } }).findings);
}
