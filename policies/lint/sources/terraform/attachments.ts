import { awsManagedPolicyName } from "../../model/managed-policies";
import type { Attachment, Principal } from "../../model/types";
import { asList, member } from "../../model/value";
import type { ManagedPolicyTable } from "./managed-policies";
import { attachmentAttributes } from "./policy-attributes";
import type { PrincipalTable } from "./principals";
import type { TerraformResource } from "./resource";

export interface AttachmentContext {
  readonly principals: PrincipalTable;
  readonly managed: ManagedPolicyTable;
}

/** Which managed policies are attached to whom, each pair once. */
export function readAttachments(
  resources: readonly TerraformResource[],
  context: AttachmentContext,
): Attachment[] {
  const found: Attachment[] = [];
  const isExclusive = ({ type }: TerraformResource) => attachmentAttributes[type]?.exclusive === true;
  // Exclusive lists repeat what other resources attach.
  for (const resource of resources.filter((one) => !isExclusive(one))) found.push(...read(resource, context));
  for (const resource of resources.filter(isExclusive)) {
    found.push(...read(resource, context).filter((one) => !found.some((other) => isSame(one, other))));
  }
  for (const attachment of found) {
    const { policyArn } = attachment;
    context.principals.attach(attachment, policyArn === null ? undefined : awsManagedPolicyName(policyArn));
  }
  return found;
}

function isSame(one: Attachment, other: Attachment): boolean {
  if (one.principal === null || one.principal !== other.principal) return false;
  if (one.policyArn === null || other.policyArn === null) return one.policy === other.policy;
  return awsManagedPolicyName(one.policyArn) === awsManagedPolicyName(other.policyArn);
}

function read(resource: TerraformResource, context: AttachmentContext): Attachment[] {
  const attributes = attachmentAttributes[resource.type];
  if (attributes === undefined) return [];
  const value = member(resource.body, attributes.policies);
  return asList(value).flatMap((item, index) => {
    const pointer = `${resource.pointer}/${attributes.policies}${value?.kind === "array" ? `/${index}` : ""}`;
    const managed = context.managed.find(item, resource, pointer);
    if (managed === undefined) return [];
    return principalsOf(resource, attributes.principals, context).map((principal) => ({
      ...managed,
      principal,
      resource: resource.address,
      place: item.place,
      pointer,
    }));
  });
}

function principalsOf(
  resource: TerraformResource,
  attributes: Readonly<Record<string, Principal["kind"]>>,
  { principals }: AttachmentContext,
): (Principal | null)[] {
  const own = principals.at(resource);
  if (own !== undefined) return [own];
  const named = Object.entries(attributes).flatMap(([attribute, kind]) =>
    asList(member(resource.body, attribute)).map(
      (value) => principals.find(value, kind, resource.address) ?? null,
    ),
  );
  return named.length > 0 ? named : [null];
}
