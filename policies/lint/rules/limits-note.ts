import type { Model } from "../model/types";
import type { Rule, RuleResult } from "./rule";

/** The families whose findings say what somebody may do: breadth and escalation. */
const aboutPermissions = /^IAM[23]/;

/**
 * What a message ends with: whether boundaries were subtracted from what it says. Boundaries are mostly not part of the
 * input; service control policies never are, as they do not bind the account that manages them.
 * Source: AWS Organizations User Guide, "Service control policies (SCPs)".
 */
export function limitsNote({ id }: Rule, { limits = [] }: RuleResult, model: Model): string {
  if (!aboutPermissions.test(id)) return "";
  if (limits.length > 0) {
    const names = [...new Set(limits.map(({ resource, place }) => resource ?? place.text.file))];
    return ` (after the ${names.length === 1 ? "boundary" : "boundaries"} ${names.join(", ")})`;
  }
  return hasServiceControlPolicies(model)
    ? " (before boundaries; the service control policies of this input are not subtracted: they do not bind the account that manages them)"
    : " (before boundaries)";
}

const found = new WeakMap<Model, boolean>();

function hasServiceControlPolicies(model: Model): boolean {
  let result = found.get(model);
  if (result === undefined) {
    result = model.policies.some(
      ({ kind, resource }) => kind === "limit" && /(?:^|\.)aws_organizations_policy\./.test(resource ?? ""),
    );
    found.set(model, result);
  }
  return result;
}
