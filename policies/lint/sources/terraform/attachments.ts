import { awsManagedPolicyName } from "../../model/managed-policies";
import type { Attachment, Policy, Principal, Problem } from "../../model/types";
import { asList, display, knownString, member, type Value } from "../../model/value";
import { ignored, partProblem } from "../problems";
import { attachmentAttributes } from "./policy-attributes";
import type { PrincipalTable } from "./principals";
import { expressionOf } from "./resolve-document";
import type { TerraformResource } from "./resource";
import type { ResourceIndex } from "./resource-index";

export interface AttachmentContext {
  readonly index: ResourceIndex;
  readonly principals: PrincipalTable;
  /** Customer's policies by the address of their resource. */
  readonly policies: ReadonlyMap<string, Policy>;
  readonly problems: Problem[];
}

/** Which managed policies are attached to whom. */
export function readAttachments(resource: TerraformResource, context: AttachmentContext): Attachment[] {
  if (resource.mode === "data") return [];
  if (resource.type === "aws_iam_role") {
    const role = context.principals.find(selfReference(resource), "role", resource.address) ?? null;
    return readPolicies(resource, "managed_policy_arns", [role], context);
  }
  const attributes = attachmentAttributes[resource.type];
  if (attributes === undefined) return [];
  const principals = Object.entries(attributes.principals).flatMap(([attribute, kind]) =>
    asList(member(resource.body, attribute)).map((value) => context.principals.find(value, kind, resource.address) ?? null),
  );
  return attributes.policies.flatMap((attribute) =>
    readPolicies(resource, attribute, principals.length > 0 ? principals : [null], context),
  );
}

function selfReference(resource: TerraformResource): Value {
  return { kind: "unknown", place: resource.body.place, expression: `${resource.address}.id` };
}

function readPolicies(
  resource: TerraformResource,
  attribute: string,
  principals: readonly (Principal | null)[],
  context: AttachmentContext,
): Attachment[] {
  const value = member(resource.body, attribute);
  return asList(value).flatMap((item, index) => {
    const pointer = `${resource.pointer}/${attribute}${value?.kind === "array" ? `/${index}` : ""}`;
    const managed = findManagedPolicy(item, resource, pointer, context);
    if (managed === undefined) return [];
    return principals.map((principal) => {
      const awsManaged = managed.policyArn === null ? undefined : awsManagedPolicyName(managed.policyArn);
      if (principal !== null && managed.policy !== null) context.principals.hold(principal, managed.policy);
      if (principal !== null && awsManaged !== undefined) context.principals.holdManaged(principal, awsManaged);
      return { ...managed, principal, resource: resource.address, place: item.place, pointer };
    });
  });
}

type Managed = Pick<Attachment, "policyArn" | "policy">;

function findManagedPolicy(
  value: Value,
  resource: TerraformResource,
  pointer: string,
  { index, policies, problems }: AttachmentContext,
): Managed | undefined {
  const where = { pointer, resource: resource.address };
  // The partition may be an expression; the policy's name tells enough.
  const text = value.kind === "string" ? value.value : "";
  if (awsManagedPolicyName(text) !== undefined && !awsManagedPolicyName(text)?.includes("\uE000")) {
    return { policyArn: text, policy: null };
  }
  const reference = /^(.+)\.(?:arn|id)$/.exec(expressionOf(value) ?? "")?.[1];
  const target = reference === undefined ? undefined : index.find(reference, resource.address);
  const policy = target === undefined ? undefined : policies.get(target.address);
  if (policy !== undefined) return { policyArn: null, policy };
  if (target?.type === "aws_iam_policy" && target.mode === "data") {
    const named = knownString(member(target.body, "arn")) ?? nameAsArn(knownString(member(target.body, "name")));
    if (named !== undefined) return { policyArn: named, policy: null };
  }
  // Its document could not be read, which is a problem of its own.
  if (target?.type === "aws_iam_policy") return undefined;
  const known = knownString(value);
  if (known !== undefined) {
    problems.push(ignored(value.place, `${known} is not part of this input; lint it where it is defined.`, where));
  } else {
    const shown = display(expressionOf(value) ?? text);
    problems.push(partProblem(value.place, `the attached policy is known only when Terraform runs (${shown})`, where));
  }
  return undefined;
}

function nameAsArn(name: string | undefined): string | undefined {
  return name === undefined ? undefined : `arn:aws:iam::aws:policy/${name}`;
}
