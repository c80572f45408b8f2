import type { Model, ModelPart, Policy, Principal } from "./types";

type Members = ReadonlyMap<Policy | Principal, ModelPart>;

const found = new WeakMap<Model, Members>();

/** The part of the model that holds the policy or principal; all of it for a policy in a file of its own. */
export function partOf(member: Policy | Principal, model: Model): ModelPart {
  let members = found.get(model);
  if (members === undefined) {
    members = new Map(
      (model.parts ?? []).flatMap((part) =>
        [...part.policies, ...part.principals].map((one) => [one, part] as const),
      ),
    );
    found.set(model, members);
  }
  return members.get(member) ?? model;
}
