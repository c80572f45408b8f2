import { readPolicy } from "../../model/read-policy";
import type { Attachment, Model, Policy, PolicyKind, Problem } from "../../model/types";
import { member, type Value } from "../../model/value";
import { partProblem } from "../problems";
import { readAttachments } from "./attachments";
import { findHiddenPolicies } from "./hidden-policies";
import { inlinePrincipal, policyAttributes } from "./policy-attributes";
import { PrincipalTable } from "./principals";
import { DocumentResolver } from "./resolve-document";
import { objects, type TerraformResource } from "./resource";
import { ResourceIndex } from "./resource-index";

/** What the resources of one Terraform module, or of one plan, say about permissions. */
export function readTerraform(resources: readonly TerraformResource[]): Omit<Model, "files"> {
  const reader = new TerraformReader(resources);
  return reader.read();
}

class TerraformReader {
  private readonly problems: Problem[] = [];
  private readonly policies: Policy[] = [];
  private readonly attachments: Attachment[] = [];
  private readonly managed = new Map<string, Policy>();
  private readonly index: ResourceIndex;
  private readonly resolver: DocumentResolver;
  private readonly principals: PrincipalTable;

  constructor(private readonly resources: readonly TerraformResource[]) {
    this.index = new ResourceIndex(resources);
    this.resolver = new DocumentResolver(this.index, this.problems);
    this.principals = new PrincipalTable(this.index);
  }

  read(): Omit<Model, "files"> {
    const managed = this.resources.filter(({ mode }) => mode === "managed");
    // Principals first: policies and attachments refer to them.
    for (const resource of managed) this.readPrincipal(resource);
    for (const resource of managed) this.readPolicies(resource);
    for (const resource of managed) {
      const { index, principals, problems } = this;
      this.attachments.push(...readAttachments(resource, { index, principals, policies: this.managed, problems }));
    }
    this.readUnusedDocuments();
    this.principals.linkSiblings();
    const { policies, attachments, problems } = this;
    return {
      policies,
      attachments,
      problems,
      principals: this.principals.all,
      functions: [],
      suppressions: [],
      accounts: [],
    };
  }

  private readPrincipal(resource: TerraformResource): void {
    const trustValue = resource.type === "aws_iam_role" ? member(resource.body, "assume_role_policy") : undefined;
    const trust = trustValue === undefined ? undefined : this.document(trustValue, "trust", resource);
    const principal = this.principals.add(resource, trust);
    if (principal === undefined) return;
    for (const block of objects(member(resource.body, "inline_policy"))) {
      const value = member(block, "policy");
      const policy = value === undefined ? undefined : this.document(value, "identity", resource);
      if (policy !== undefined) this.principals.hold(principal, policy);
    }
  }

  private readPolicies(resource: TerraformResource): void {
    if (resource.type === "aws_iam_role") return;
    const attributes = policyAttributes[resource.type];
    for (const [attribute, kind] of Object.entries(attributes ?? {})) {
      const value = member(resource.body, attribute);
      const policy = value === undefined ? undefined : this.document(value, kind, resource);
      if (policy === undefined) continue;
      if (resource.type === "aws_iam_policy") this.managed.set(resource.address, policy);
      this.holdInline(resource, policy);
    }
    // Types that are not in the table may carry policies too.
    for (const value of findHiddenPolicies(resource.body, new Set(Object.keys(attributes ?? {})))) {
      this.document(value, "resource", resource);
    }
  }

  private holdInline(resource: TerraformResource, policy: Policy): void {
    const [attribute, kind] = inlinePrincipal[resource.type] ?? [];
    if (attribute === undefined || kind === undefined) return;
    const value = member(resource.body, attribute);
    const principal = value === undefined ? undefined : this.principals.find(value, kind, resource.address);
    if (principal !== undefined) this.principals.hold(principal, policy);
  }

  private document(value: Value, kind: PolicyKind, resource: TerraformResource): Policy | undefined {
    const resolved = this.resolver.resolve(value, resource.address);
    if ("problem" in resolved) {
      this.problems.push(partProblem(resolved.place, resolved.problem, { resource: resource.address }));
      return undefined;
    }
    if (resolved.document === undefined) return undefined;
    const policy = readPolicy(resolved.document, { kind, resource: resource.address, problems: this.problems });
    if (policy !== undefined) this.policies.push(policy);
    return policy;
  }

  /** Documents that leave this input, through a module or an output, are looked at by themselves. */
  private readUnusedDocuments(): void {
    for (const resource of this.resources) {
      if (resource.type !== "aws_iam_policy_document" || this.resolver.used.has(resource.address)) continue;
      const reference = { kind: "unknown", place: resource.body.place, expression: `${resource.address}.json` } as const;
      const hasPrincipals = objects(member(resource.body, "statement")).some(
        (statement) => member(statement, "principals") !== undefined,
      );
      this.document(reference, hasPrincipals ? "resource" : "identity", resource);
    }
  }
}
