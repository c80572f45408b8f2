import type { Example } from "./rule";

/** A policy file with these statements. */
export function policyExample(...statements: readonly object[]): Example {
  return { file: "policy.json", content: { Version: "2012-10-17", Statement: statements } };
}

/** A Terraform JSON file with these resources: `{ aws_iam_role: { jobs: { … } } }`. */
export function terraformExample(resource: Readonly<Record<string, unknown>>): Example {
  return { file: "main.tf.json", content: { resource } };
}

/** A document as Terraform's attributes hold it: a text. */
export function documentText(...statements: readonly object[]): string {
  return JSON.stringify({ Version: "2012-10-17", Statement: statements });
}

export function allow(
  action: string | readonly string[],
  resource: string | readonly string[] = "*",
): object {
  return { Effect: "Allow", Action: action, Resource: resource };
}
