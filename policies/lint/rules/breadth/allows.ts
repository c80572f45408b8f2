import { boundariesOf } from "../../model/boundaries";
import type { Model, Policy, PolicyKind, Statement } from "../../model/types";
import { display } from "../../model/value";
import type { RuleResult } from "../rule";

/** A statement that allows, with what limits it from outside. */
export interface Allow {
  readonly statement: Statement;
  readonly policy: Policy;
  /** Boundaries of the principals that hold the policy. */
  readonly boundaries: readonly Policy[];
}

/** What a rule says of each Allow in policies of these kinds. */
export function checkAllows(
  model: Model,
  kinds: readonly PolicyKind[],
  check: (allow: Allow) => readonly RuleResult[],
): RuleResult[] {
  return model.policies
    .filter(({ kind }) => kinds.includes(kind))
    .flatMap((policy) =>
      policy.statements
        .filter(({ effect }) => effect === "Allow")
        .flatMap((statement) => check({ statement, policy, boundaries: boundariesOf(policy, model) })),
    );
}

/** Policies that grant something. */
export const granting: readonly PolicyKind[] = ["identity", "trust", "resource"];

/** `on arn:aws:s3:::photos/*`. */
export function describeScope(statement: Statement): string {
  if (statement.notResources !== undefined) return "on everything but a few resources";
  const resources = statement.resources?.map(({ value }) => display(value)) ?? [];
  if (resources.length === 0) return "on the resource that carries the policy";
  const first = resources.slice(0, 2).join(", ");
  return `on ${resources.length > 2 ? `${first} and ${resources.length - 2} more` : first}`;
}
