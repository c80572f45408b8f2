import { awsManagedPolicyName, fullAccessOf } from "../../model/managed-policies";
import { readPolicy } from "../../model/read-policy";
import { Text } from "../../model/text";
import type { Policy } from "../../model/types";
import { knownString, member, type Value } from "../../model/value";
import { parseJson } from "../json";
import type { ManagedPolicyTable } from "./managed-policies";
import type { PrincipalTable } from "./principals";
import { objects, type TerraformResource } from "./resource";

/** Notes the permissions boundaries of principals. Returns the customer's policies that bound someone. */
export function readBoundaries(
  resources: readonly TerraformResource[],
  { principals, managed }: { principals: PrincipalTable; managed: ManagedPolicyTable },
): Set<Policy> {
  const bounding = new Set<Policy>();
  for (const resource of resources) {
    const value = boundaryOf(resource);
    if (value === undefined) continue;
    const principal =
      principals.at(resource) ?? principals.find(setOf(resource), "permission-set", resource.address);
    if (principal === undefined) continue;
    const found = managed.lookUp(value, resource);
    if (typeof found === "string" || found.policy === null) {
      const policyArn = typeof found === "string" ? null : found.policyArn;
      principals.bound(principal, (policyArn === null ? undefined : awsBoundary(policyArn)) ?? "unknown");
    } else {
      principals.bound(principal, found.policy);
      bounding.add(found.policy);
    }
  }
  return bounding;
}

/** Of AWS's own policies, the two whose contents are known as a whole; what others leave is not. */
function awsBoundary(policyArn: string): Policy | undefined {
  const name = awsManagedPolicyName(policyArn) ?? "";
  const access = /^(?:AdministratorAccess|PowerUserAccess)$/.test(name) ? fullAccessOf(name) : undefined;
  if (access === undefined) return undefined;
  const except = access.allExcept?.map((service) => `${service}:*`) ?? [];
  const actions = except.length === 0 ? { Action: "*" } : { NotAction: except };
  const statement = { Effect: "Allow", ...actions, Resource: "*" };
  const text = new Text(name, JSON.stringify({ Version: "2012-10-17", Statement: [statement] }));
  return readPolicy(parseJson(text, "literal").value, { kind: "limit", resource: policyArn, problems: [] });
}

function boundaryOf({ type, body }: TerraformResource): Value | undefined {
  if (type === "aws_ssoadmin_permissions_boundary_attachment") {
    const [block] = objects(member(body, "permissions_boundary"));
    const [reference] = objects(member(block, "customer_managed_policy_reference"));
    return reference ?? member(block, "managed_policy_arn") ?? block;
  }
  const value =
    type === "aws_iam_role" || type === "aws_iam_user" ? member(body, "permissions_boundary") : undefined;
  const isEmpty = knownString(value) === "" || (value?.kind === "scalar" && value.value === null);
  return isEmpty ? undefined : value;
}

function setOf({ body }: TerraformResource): Value {
  return member(body, "permission_set_arn") ?? { kind: "unknown", place: body.place, expression: "" };
}
