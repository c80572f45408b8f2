import { trustRules } from "../../../../../policies/lint/rules/trust";
import { lint, type Finding } from "../../../../../policies/lint";
import type { RuleOptions } from "../../../../../policies/lint/rules/rule";

/** What the trust rules alone say about a policy file with these statements. */
export function trustFindings(
  statements: object | readonly object[],
  options: Partial<RuleOptions> = {},
): readonly Finding[] {
  const content = JSON.stringify({ Version: "2012-10-17", Statement: [statements].flat() });
  return lint([{ file: "policy.json", content }], { ...options, rules: trustRules }).findings;
}

/** `IAM401 error`, for each finding. */
export function trustVerdicts(
  statements: object | readonly object[],
  options?: Partial<RuleOptions>,
): readonly string[] {
  return trustFindings(statements, options).map(({ ruleId, severity }) => `${ruleId} ${severity}`);
}

/** What the trust rules say about resources of Terraform JSON. */
export function trustVerdictsOfTerraform(resource: object): readonly string[] {
  const content = JSON.stringify({ resource });
  return lint([{ file: "main.tf.json", content }], { rules: trustRules }).findings.map(
    ({ ruleId, severity }) => `${ruleId} ${severity}`,
  );
}
