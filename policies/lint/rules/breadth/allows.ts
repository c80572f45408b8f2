import { boundariesOf } from "../../model/boundaries";
import { showResources } from "../../model/show-resources";
import type { Model, Policy, PolicyKind, Statement } from "../../model/types";
import type { RuleResult } from "../rule";

/** A statement that allows, with what limits it from outside. */
export interface Allow {
  readonly statement: Statement;
  readonly policy: Policy;
  /** Boundaries of the principals that hold the policy. */
  readonly boundaries: readonly Policy[];
}

const allowsOf = new WeakMap<Model, readonly Allow[]>();

/** Every Allow of a model, collected once for all rules. */
function allAllows(model: Model): readonly Allow[] {
  let allows = allowsOf.get(model);
  if (allows === undefined) {
    allows = collectAllows(model);
    allowsOf.set(model, allows);
  }
  return allows;
}

function collectAllows(model: Model): readonly Allow[] {
  const allows: Allow[] = [];
  for (const policy of model.policies) {
    const boundaries = boundariesOf(policy, model);
    for (const statement of policy.statements) {
      if (statement.effect === "Allow") allows.push({ statement, policy, boundaries });
    }
  }
  return allows;
}

/** What a rule says of each Allow in policies of these kinds. */
export function checkAllows(
  model: Model,
  kinds: readonly PolicyKind[],
  check: (allow: Allow) => readonly RuleResult[],
): RuleResult[] {
  const results: RuleResult[] = [];
  for (const allow of allAllows(model)) {
    if (!kinds.includes(allow.policy.kind)) continue;
    const limits = allow.boundaries;
    for (const result of check(allow)) results.push(limits.length === 0 ? result : { ...result, limits });
  }
  return results;
}

/** Policies that grant something. */
export const granting: readonly PolicyKind[] = ["identity", "trust", "resource"];

/**
 * `on arn:aws:s3:::photos/*`.
 *
 * @param left what is left of the statement's resources, where that is less than it says
 */
export function describeScope(statement: Statement, left?: readonly string[]): string {
  if (statement.notResources !== undefined) return "on everything but a few resources";
  const resources = showResources(left ?? statement.resources?.map(({ value }) => value) ?? [], statement);
  if (resources.length === 0) return "on the resource that carries the policy";
  const first = resources.slice(0, 2).join(", ");
  return `on ${resources.length > 2 ? `${first} and ${resources.length - 2} more` : first}`;
}
