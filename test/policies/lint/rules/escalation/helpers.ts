import { lint, type Finding } from "../../../../../policies/lint";
import { escalationRules } from "../../../../../policies/lint/rules/escalation";
import { lambdaTrust, policy } from "../../helpers";

export const role = (name: string) => `arn:aws:iam::111122223333:role/${name}`;

/** Findings of the escalation rules alone. */
export function escalationIn(files: Record<string, unknown>): readonly Finding[] {
  const sources = Object.entries(files).map(([file, content]) => ({
    file,
    content: JSON.stringify(content),
  }));
  return lint(sources, { rules: escalationRules }).findings;
}

/** In one policy file. */
export function escalation(...statements: readonly unknown[]): readonly Finding[] {
  return escalationIn({ "policy.json": policy(...statements) });
}

/** `IAM305 error lambda-001` for each finding. */
export function told(findings: readonly Finding[]): string[] {
  return findings.map(({ ruleId, severity, path }) => [ruleId, severity, path].filter(Boolean).join(" "));
}

/** A Terraform file with one role and an inline policy for each list of statements. */
export function roleWithPolicies(
  policies: Record<string, readonly unknown[]>,
  { trust = lambdaTrust, more = {} }: { trust?: unknown; more?: Record<string, unknown> } = {},
): Record<string, unknown> {
  const inline = Object.entries(policies).map(
    ([name, statements]) =>
      [name, { role: "${aws_iam_role.jobs.id}", policy: JSON.stringify(policy(...statements)) }] as const,
  );
  return {
    "main.tf.json": {
      resource: {
        aws_iam_role: { jobs: { name: "jobs", assume_role_policy: JSON.stringify(trust) } },
        aws_iam_role_policy: Object.fromEntries(inline),
        ...more,
      },
    },
  };
}

/** An Allow of iam:PassRole to one service. */
export function passTo(service: string, resource: string | readonly string[] = "*") {
  return {
    Effect: "Allow",
    Action: "iam:PassRole",
    Resource: resource,
    Condition: { StringEquals: { "iam:PassedToService": service } },
  };
}
