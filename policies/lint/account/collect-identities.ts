import {
  paginateGetAccountAuthorizationDetails,
  type AttachedPolicy,
  type GroupDetail,
  type IAMClient,
  type ManagedPolicyDetail,
  type PolicyDetail,
  type RoleDetail,
  type Tag,
  type UserDetail,
} from "@aws-sdk/client-iam";
import { decodeDocument } from "./document";
import type { GroupSnapshot, ManagedPolicySnapshot, RoleSnapshot, UserSnapshot } from "./snapshot";

export interface Identities {
  readonly roles: readonly RoleSnapshot[];
  readonly users: readonly UserSnapshot[];
  readonly groups: readonly GroupSnapshot[];
  readonly managedPolicies: readonly ManagedPolicySnapshot[];
}

/** Users, groups, roles and policies. Of users, what other calls tell (password, keys, MFA) is still null. */
export async function collectIdentities(
  iam: IAMClient,
  onEntries: (count: number) => void,
): Promise<Identities> {
  const roles: RoleSnapshot[] = [];
  const users: UserSnapshot[] = [];
  const groups: GroupSnapshot[] = [];
  const policies: ManagedPolicyDetail[] = [];
  for await (const page of paginateGetAccountAuthorizationDetails({ client: iam, pageSize: 200 }, {})) {
    roles.push(...(page.RoleDetailList ?? []).map(readRole));
    users.push(...(page.UserDetailList ?? []).map(readUser));
    groups.push(...(page.GroupDetailList ?? []).map(readGroup));
    policies.push(...(page.Policies ?? []));
    onEntries(roles.length + users.length + groups.length + policies.length);
  }
  const attached = new Set(
    [...roles, ...users, ...groups].flatMap(({ attachedPolicies }) => attachedPolicies),
  );
  const bounding = new Set([...roles, ...users].flatMap(({ boundary }) => boundary ?? []));
  const managedPolicies = policies
    .map(readManagedPolicy)
    // AWS has over a thousand; those that nobody uses say nothing about this account.
    .filter(({ arn }) => !/:iam::aws:/.test(arn) || attached.has(arn) || bounding.has(arn));
  return {
    roles: sorted(roles),
    users: sorted(users),
    groups: sorted(groups),
    managedPolicies: sorted(managedPolicies),
  };
}

/** In an order that does not change between scans. */
function sorted<Item extends { readonly arn: string }>(items: readonly Item[]): Item[] {
  return [...items].sort((a, b) => (a.arn < b.arn ? -1 : a.arn > b.arn ? 1 : 0));
}

function readRole(role: RoleDetail): RoleSnapshot {
  const { LastUsedDate, Region } = role.RoleLastUsed ?? {};
  return {
    ...readIdentity(role, role.RoleName, role.RolePolicyList),
    lastUsed: LastUsedDate === undefined ? null : { at: LastUsedDate.toISOString(), region: Region ?? null },
    trustPolicy: decodeDocument(role.AssumeRolePolicyDocument),
    boundary: role.PermissionsBoundary?.PermissionsBoundaryArn ?? null,
    tags: readTags(role.Tags),
  };
}

function readUser(user: UserDetail): UserSnapshot {
  return {
    ...readIdentity(user, user.UserName, user.UserPolicyList),
    boundary: user.PermissionsBoundary?.PermissionsBoundaryArn ?? null,
    tags: readTags(user.Tags),
    groups: [...(user.GroupList ?? [])].sort(),
    password: null,
    mfaDevices: null,
    accessKeys: null,
  };
}

function readGroup(group: GroupDetail): GroupSnapshot {
  return readIdentity(group, group.GroupName, group.GroupPolicyList);
}

interface IdentityDetail {
  readonly Arn?: string | undefined;
  readonly Path?: string | undefined;
  readonly CreateDate?: Date | undefined;
  readonly AttachedManagedPolicies?: AttachedPolicy[] | undefined;
}

function readIdentity(detail: IdentityDetail, name = "", inline: PolicyDetail[] = []) {
  return {
    arn: detail.Arn ?? "",
    name,
    path: detail.Path ?? "/",
    createdAt: isoTime(detail.CreateDate),
    inlinePolicies: inline
      .map(({ PolicyName = "", PolicyDocument }) => ({
        name: PolicyName,
        document: decodeDocument(PolicyDocument),
      }))
      .sort((a, b) => (a.name < b.name ? -1 : 1)),
    attachedPolicies: (detail.AttachedManagedPolicies ?? [])
      .flatMap(({ PolicyArn }) => PolicyArn ?? [])
      .sort(),
  };
}

function readManagedPolicy(policy: ManagedPolicyDetail): ManagedPolicySnapshot {
  const version =
    policy.PolicyVersionList?.find(({ IsDefaultVersion }) => IsDefaultVersion) ??
    policy.PolicyVersionList?.find(({ VersionId }) => VersionId === policy.DefaultVersionId);
  return {
    arn: policy.Arn ?? "",
    name: policy.PolicyName ?? policy.Arn?.split("/").pop() ?? "",
    createdAt: isoTime(policy.CreateDate),
    updatedAt: isoTime(version?.CreateDate ?? policy.CreateDate),
    attachmentCount: policy.AttachmentCount ?? 0,
    boundaryCount: policy.PermissionsBoundaryUsageCount ?? 0,
    document: decodeDocument(version?.Document),
  };
}

/** AWS always gives these times; a snapshot without would be refused where it is read. */
function isoTime(time: Date | undefined): string {
  return time?.toISOString() ?? "";
}

function readTags(tags: Tag[] = []): Record<string, string> {
  return Object.fromEntries(
    tags.map(({ Key = "", Value = "" }) => [Key, Value] as const).sort(([a], [b]) => (a < b ? -1 : 1)),
  );
}
