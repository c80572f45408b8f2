import { fullServices } from "../../model/full-services";
import { boundariesOf } from "../../model/boundaries";
import { partOf } from "../../model/parts";
import type { Attachment, Model, ModelPart, Policy, Principal } from "../../model/types";
import { awsManagedPolicyName, fullAccessOf } from "../../model/managed-policies";

/**
 * Principals that only invoke endpoints, as far as the input shows: functions' roles, principals whose other permissions
 * for SageMaker are invocations, and such that are named after it.
 */
export function onlyInvokes(principal: Principal, model: Model): boolean {
  const services = principal.trustedServices ?? [];
  if (services.some((service) => service.startsWith("sagemaker."))) return false;
  const uses = sageMakerUses(principal);
  if (uses.some((action) => !isInvocation(action))) return false;
  return (
    uses.length > 0 ||
    services.some((service) => /^(lambda|edgelambda)\./.test(service)) ||
    isFunctionsRole(principal, partOf(principal, model)) ||
    /invok|caller|predict/i.test(principal.name ?? "")
  );
}

function isFunctionsRole({ resource, name }: Principal, { functions }: ModelPart): boolean {
  return functions.some(
    ({ role }) => role !== null && (role === resource || role === name || role.endsWith(`/${name}`)),
  );
}

/** What its own policies allow of SageMaker, besides all of it. */
function sageMakerUses({ policies }: Principal): readonly string[] {
  return policies
    .filter(({ kind }) => kind === "identity")
    .flatMap(({ statements }) => statements)
    .filter(({ effect }) => effect === "Allow")
    .flatMap(({ actions = [] }) => actions.map(({ value }) => value))
    .filter((action) => /^sagemaker:(?!\*+$)/i.test(action));
}

function isInvocation(action: string): boolean {
  return /^sagemaker:invokeendpoint/i.test(action);
}

/** Whether the attached policy lets all of SageMaker be managed, and not simply everything. */
export function isFullSageMaker({ policyArn, policy }: Attachment, model: Model): boolean {
  if (policy !== null) return isFullSageMakerPolicy(policy, model);
  const name = policyArn === null ? undefined : awsManagedPolicyName(policyArn);
  if (name === undefined) return false;
  return fullAccessOf(name)?.services.includes("sagemaker") === true;
}

export function isFullSageMakerPolicy(policy: Policy, model: Model): boolean {
  return fullServices(policy, boundariesOf(policy, model)).includes("sagemaker");
}

const policiesOfInvokers = new WeakMap<Model, ReadonlySet<Policy>>();

/** Policies with all of SageMaker of which only principals that invoke are the holders. */
export function invokersPolicies(model: Model): ReadonlySet<Policy> {
  let found = policiesOfInvokers.get(model);
  if (found === undefined) {
    const invokers = model.principals.filter((principal) => onlyInvokes(principal, model));
    const others = new Set(
      model.principals
        .filter((principal) => !invokers.includes(principal))
        .flatMap(({ policies }) => policies),
    );
    const held = invokers.flatMap(({ policies }) => policies);
    found = new Set(held.filter((policy) => !others.has(policy) && allowsAllOfSageMaker(policy)));
    policiesOfInvokers.set(model, found);
  }
  return found;
}

function allowsAllOfSageMaker({ statements }: Policy): boolean {
  return statements.some(
    ({ effect, actions = [] }) => effect === "Allow" && actions.some(({ value }) => isAllOfSageMaker(value)),
  );
}

export function isAllOfSageMaker(action: string): boolean {
  return /^sagemaker:\*+$/i.test(action);
}
