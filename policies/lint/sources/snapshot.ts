import { awsManagedPolicyName } from "../model/managed-policies";
import { readPolicy } from "../model/read-policy";
import type { Attachment, Model, Policy, PolicyKind, Principal, Problem } from "../model/types";
import { knownString, member, type Value } from "../model/value";
import { partProblem, unreadable } from "./problems";
import {
  decodeSnapshot,
  type DecodedAccount,
  type DecodedGroup,
  type DecodedRole,
  type DecodedUser,
} from "./snapshot-decode";
import { accountFacts } from "./snapshot-facts";
import type { Located } from "./snapshot-shape";

const format = "policy-lint-account";
const version = 1;

export function isSnapshot(root: Value): boolean {
  return knownString(member(root, "format")) === format;
}

/** What a snapshot of an account says, as the same policies in files would say it; `resource` is the ARN of what holds it. */
export function snapshotModel(root: Value): Omit<Model, "files"> {
  const reader = new SnapshotReader();
  reader.read(root);
  return reader.model;
}

type Identity = DecodedRole | DecodedUser | DecodedGroup;

class SnapshotReader {
  private readonly problems: Problem[] = [];
  private readonly policies: Policy[] = [];
  private readonly principals: Principal[] = [];
  private readonly attachments: Attachment[] = [];
  private readonly functions: Model["functions"][number][] = [];
  private readonly accounts: Model["accounts"][number][] = [];
  /** Documents of managed policies by ARN: what they grant, and what they bound. */
  private readonly managed = new Map<string, Policy>();
  private readonly boundaries = new Map<string, Policy>();
  /** Whom a policy acts for directly: a group counts as one. */
  private readonly holders = new Map<Policy, Set<Principal>>();
  private readonly groups = new Map<string, Principal>();

  get model(): Omit<Model, "files"> {
    const { policies, principals, attachments, problems, functions, accounts } = this;
    return { policies, principals, attachments, problems, functions, accounts, suppressions: [] };
  }

  read(root: Value): void {
    const found = member(root, "version");
    if (found?.kind !== "scalar" || found.value !== version) {
      const written = found?.kind === "scalar" ? String(found.value) : "unknown";
      const message = `is an account snapshot of version ${written}; this policy-lint reads version ${version}`;
      this.problems.push(unreadable(found?.place ?? root.place, message));
      return;
    }
    const account = decodeSnapshot(root, this.problems);
    if (account === undefined) {
      this.problems.push(unreadable(root.place, "is an account snapshot with missing parts; take it again"));
      return;
    }
    this.accounts.push(accountFacts(account));
    this.readManagedPolicies(account);
    for (const group of account.groups) this.groups.set(group.name, this.readPrincipal("group", group, null));
    // Service-linked roles are AWS's own: nobody else can change or pass them.
    const roles = account.roles.filter(({ path }) => !path.startsWith("/aws-service-role/"));
    for (const role of roles) this.readRole(role);
    for (const user of account.users) this.readUser(user);
    this.readFunctions(account);
    this.linkSiblings();
  }

  private readManagedPolicies(account: DecodedAccount): void {
    const bounding = new Set([...account.roles, ...account.users].map(({ boundary }) => boundary));
    for (const { arn, document, attachmentCount, boundaryCount } of account.managedPolicies) {
      // AWS's own are judged by name through their attachments, as they are in Terraform.
      const isAwsManaged = awsManagedPolicyName(arn) !== undefined;
      const isBounding = boundaryCount > 0 || bounding.has(arn);
      if (isBounding) {
        const limit = this.readDocument(document, "limit", arn, { report: !isAwsManaged });
        if (limit !== undefined) this.boundaries.set(arn, limit);
      }
      if (isAwsManaged || (isBounding && attachmentCount === 0)) continue;
      const policy = this.readDocument(document, "identity", arn);
      if (policy !== undefined) this.managed.set(arn, policy);
    }
  }

  private readRole(role: DecodedRole): void {
    const trust = this.readDocument(role.trustPolicy, "trust", role.arn) ?? null;
    this.readPrincipal("role", role, trust);
  }

  private readUser(user: DecodedUser): void {
    const groups = user.groups.flatMap((name) => this.groups.get(name) ?? []);
    this.readPrincipal("user", user, null, groups);
  }

  private readPrincipal(
    kind: Principal["kind"],
    identity: Identity,
    trust: Policy | null,
    groups: readonly Principal[] = [],
  ): Principal {
    const { arn, name, place } = identity;
    const inline = identity.inlinePolicies.flatMap(
      ({ document }) => this.readDocument(document, "identity", arn) ?? [],
    );
    const attached = identity.attachedPolicies.flatMap(({ value }) => this.managed.get(value) ?? []);
    const awsManaged = identity.attachedPolicies.flatMap(({ value }) => awsManagedPolicyName(value) ?? []);
    const principal: Principal = {
      kind,
      resource: arn,
      name,
      trust,
      trustedServices: trust === null ? null : trustedServices(trust),
      policies: [...inline, ...attached, ...groups.flatMap(({ policies }) => policies)],
      managedPolicies: [...awsManaged, ...groups.flatMap(({ managedPolicies }) => managedPolicies)],
      boundary: "boundary" in identity ? this.boundaryOf(identity) : null,
      place,
    };
    this.principals.push(principal);
    for (const policy of [...inline, ...attached]) {
      this.holders.set(policy, (this.holders.get(policy) ?? new Set()).add(principal));
    }
    for (const policy of identity.attachedPolicies) this.readAttachment(policy.value, principal, policy);
    return principal;
  }

  private boundaryOf({ boundary }: DecodedRole | DecodedUser): Principal["boundary"] {
    return boundary === null ? null : (this.boundaries.get(boundary) ?? "unknown");
  }

  private readAttachment(policyArn: string, principal: Principal, { place, pointer }: Located): void {
    const policy = this.managed.get(policyArn) ?? null;
    if (policy === null && awsManagedPolicyName(policyArn) === undefined) {
      const message = `${policyArn} is attached, and its document is not part of the snapshot`;
      this.problems.push(partProblem(place, message, { pointer, resource: principal.resource }));
      return;
    }
    this.attachments.push({
      policyArn: policy === null ? policyArn : null,
      policy,
      principal,
      resource: principal.resource,
      place,
      pointer,
    });
  }

  private readFunctions(account: DecodedAccount): void {
    for (const { arn, name, roles, resourcePolicy, place } of account.functions) {
      for (const role of roles) this.functions.push({ resource: arn, name, role, place });
      if (resourcePolicy) this.readDocument(resourcePolicy, "resource", arn, { carrier: "lambda_function" });
    }
  }

  private readDocument(
    document: Value,
    kind: PolicyKind,
    resource: string,
    { report = true, carrier = null }: { report?: boolean; carrier?: string | null } = {},
  ): Policy | undefined {
    const problems = report ? this.problems : [];
    const policy = readPolicy(document, { kind, resource, carrier, problems });
    if (policy !== undefined && report) this.policies.push(policy);
    return policy;
  }

  /** As in Terraform: what else acts for the only principal of a policy. A user's include those of its groups. */
  private linkSiblings(): void {
    for (const [policy, principals] of this.holders) {
      const [only] = principals;
      if (principals.size !== 1 || only === undefined) continue;
      policy.siblings = only.policies.filter((other) => other !== policy);
    }
  }
}

function trustedServices(trust: Policy): string[] {
  return trust.statements
    .filter(({ effect }) => effect === "Allow")
    .flatMap(({ principals = [] }) => principals)
    .filter(({ value }) => value.startsWith("Service:"))
    .map(({ value }) => value.slice("Service:".length));
}
