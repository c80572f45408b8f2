import type { Model, Policy, Principal } from "./types";

/**
 * Whose permissions are looked at together: a principal with all that it holds, or a policy that nobody in the input
 * holds.
 */
export interface Subject {
  readonly principal: Principal | null;
  readonly policies: readonly Policy[];
  /** AWS's own policies, by name. */
  readonly managedPolicies: readonly string[];
  readonly boundary: Principal["boundary"];
}

const found = new WeakMap<Model, readonly Subject[]>();

/** All subjects of the model: every principal with a policy, and every identity policy without a principal. */
export function subjects(model: Model): readonly Subject[] {
  let result = found.get(model);
  if (result === undefined) {
    result = findSubjects(model);
    found.set(model, result);
  }
  return result;
}

function findSubjects(model: Model): readonly Subject[] {
  const held = new Set(model.principals.flatMap(({ policies }) => policies));
  const alone = identityOnly(model.policies).filter((policy) => !held.has(policy));
  return [
    ...model.principals
      .filter(({ policies, managedPolicies }) => policies.length > 0 || managedPolicies.length > 0)
      .map((principal) => ({
        principal,
        policies: identityOnly(principal.policies),
        managedPolicies: principal.managedPolicies,
        boundary: principal.boundary,
      })),
    ...alone.map((policy) => ({
      principal: null,
      policies: [policy],
      managedPolicies: [],
      boundary: null,
    })),
  ];
}

function identityOnly(policies: readonly Policy[]): readonly Policy[] {
  return policies.filter(({ kind }) => kind === "identity");
}
