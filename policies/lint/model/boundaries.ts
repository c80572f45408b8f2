import type { Model, Policy, Principal } from "./types";

type Boundaries = ReadonlyMap<Policy, readonly Policy[]>;

const found = new WeakMap<Model, Boundaries>();

/**
 * The permissions boundaries of all principals that hold the policy; empty where one of them has none, or one that is not
 * known. What none of the boundaries allows, the policy grants to nobody.
 */
export function boundariesOf(policy: Policy, model: Model): readonly Policy[] {
  let all = found.get(model);
  if (all === undefined) {
    all = findBoundaries(model);
    found.set(model, all);
  }
  return all.get(policy) ?? [];
}

function findBoundaries({ principals }: Model): Boundaries {
  const bounds = new Map<Policy, Policy[] | null>();
  for (const { policies, boundary } of principals) {
    for (const policy of policies) {
      const known = bounds.get(policy);
      if (boundary === null || boundary === "unknown" || known === null) bounds.set(policy, null);
      else bounds.set(policy, [...(known ?? []), boundary]);
    }
  }
  return new Map([...bounds].map(([policy, boundaries]) => [policy, boundaries ?? []]));
}

/** The boundary of one principal; empty where it has none, or one that is not known. */
export function limitsOf(principal: Pick<Principal, "boundary"> | null): readonly Policy[] {
  const boundary = principal?.boundary ?? "unknown";
  return boundary === "unknown" ? [] : [boundary];
}
