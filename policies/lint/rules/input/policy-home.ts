import { awsManagedPolicyName } from "../../model/managed-policies";
import type { Policy, Principal } from "../../model/types";

/*
 * Limits of IAM, in characters without white space.
 * Source: IAM User Guide, "IAM and AWS STS quotas"; AWS Organizations User Guide, "Quotas" (service control policies).
 */

export const managedLimit = 6144;
/** The default; AWS raises it on request. */
export const trustLimit = 2048;
export const serviceControlLimit = 5120;

/** For all inline policies of one principal together; null where IAM has no such limit. */
export const inlineLimits: Readonly<Record<Principal["kind"], number | null>> = {
  user: 2048,
  group: 5120,
  role: 10_240,
  // IAM Identity Center keeps it, with a limit of its own.
  "permission-set": null,
};

/** What a document is, or on which kind of principal it stands as an inline policy. `file`: nobody knows yet. */
export type PolicyHome = "managed" | "trust" | "service-control" | "file" | "elsewhere" | Principal["kind"];

const homeByType: Readonly<Record<string, PolicyHome>> = {
  aws_iam_policy: "managed",
  aws_iam_role_policy: "role",
  aws_iam_role: "role",
  aws_iam_user_policy: "user",
  aws_iam_group_policy: "group",
  aws_ssoadmin_permission_set_inline_policy: "permission-set",
  aws_organizations_policy: "service-control",
};

export function homeOf({ kind, resource }: Policy): PolicyHome {
  if (kind === "trust") return "trust";
  if (kind === "resource") return "elsewhere";
  if (resource === null) return kind === "identity" ? "file" : "elsewhere";
  const [, ofArn] = /^arn:[^:]*:iam::[^:]*:(policy|role|user|group)\//.exec(resource) ?? [];
  if (ofArn === "policy") return awsManagedPolicyName(resource) === undefined ? "managed" : "elsewhere";
  if (ofArn === "role" || ofArn === "user" || ofArn === "group") return ofArn;
  const type = /(?:^|\.)(aws_[a-z0-9_]+)\.[^.]+$/.exec(resource)?.[1] ?? "";
  return Object.hasOwn(homeByType, type) ? (homeByType[type] ?? "elsewhere") : "elsewhere";
}
