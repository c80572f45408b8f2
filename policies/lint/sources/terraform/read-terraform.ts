import { readPolicy } from "../../model/read-policy";
import type {
  Attachment,
  InlineSuppression,
  Model,
  Policy,
  PolicyKind,
  Principal,
  Problem,
} from "../../model/types";
import { asList, knownString, member, type Value } from "../../model/value";
import { partProblem } from "../problems";
import { readAttachments } from "./attachments";
import { readBoundaries } from "./boundaries";
import { readEndpoints } from "./endpoints";
import { readFunctions } from "./functions";
import { renderPublicUrl } from "./function-url";
import { findHiddenPolicies } from "./hidden-policies";
import { renderLambdaPermission } from "./lambda-permission";
import { ManagedPolicyTable } from "./managed-policies";
import { readMemberships } from "./memberships";
import { inlinePrincipal, policyAttributes } from "./policy-attributes";
import { PrincipalTable } from "./principals";
import { DocumentResolver } from "./resolve-document";
import { blocks, objects, type TerraformResource } from "./resource";
import { ResourceIndex } from "./resource-index";
import { noScope, type Scope } from "./scope";

/** What the resources of one Terraform module, with its locals and variables, say about permissions. */
export function readTerraform(resources: readonly TerraformResource[], scope: Scope): Omit<Model, "files"> {
  return new TerraformReader(resources, scope).read({ looseDocuments: true });
}

/**
 * The same of a plan or a state. There the documents of data sources stand in whatever uses them, mostly as text, so they
 * are not looked at by themselves.
 */
export function readPlanned(resources: readonly TerraformResource[]): Omit<Model, "files"> {
  return new TerraformReader(resources, noScope).read({ looseDocuments: false });
}

interface DocumentFacts {
  readonly kind: PolicyKind;
  readonly carrier?: string | null;
}

class TerraformReader {
  private readonly problems: Problem[] = [];
  private policies: Policy[] = [];
  private readonly managed: ManagedPolicyTable;
  private readonly resolver: DocumentResolver;
  private readonly principals: PrincipalTable;
  /** Names of the inline policies that have a resource of their own. */
  private readonly inlineNames = new Map<Principal, Set<string>>();

  constructor(
    private readonly resources: readonly TerraformResource[],
    scope: Scope,
  ) {
    const index = new ResourceIndex(resources);
    this.managed = new ManagedPolicyTable(index, this.problems);
    this.resolver = new DocumentResolver(index, scope, this.problems);
    this.principals = new PrincipalTable(index);
  }

  read({ looseDocuments }: { looseDocuments: boolean }): Omit<Model, "files"> {
    const managed = this.resources.filter(({ mode }) => mode === "managed");
    const data = this.resources.filter(({ mode }) => mode === "data");
    // Principals first: policies and attachments refer to them.
    for (const resource of [...managed, ...data]) this.principals.add(resource);
    for (const resource of [...managed, ...data]) this.readTrust(resource);
    for (const resource of managed) this.readPolicies(resource);
    for (const resource of data) this.readLookedUpPolicy(resource);
    for (const resource of managed) this.readInlineBlocks(resource);
    const tables = { principals: this.principals, managed: this.managed };
    const attachments = readAttachments(managed, tables);
    const bounding = readBoundaries(managed, tables);
    readMemberships(managed, this.principals);
    if (looseDocuments) this.readUnusedDocuments();
    this.principals.linkSiblings();
    this.turnIntoLimits(bounding, attachments);
    return {
      policies: this.policies,
      attachments,
      problems: this.problems,
      principals: this.principals.all,
      functions: readFunctions(managed, this.principals),
      endpoints: readEndpoints(managed),
      suppressions: this.resources.flatMap(readSuppressions),
      accounts: [],
    };
  }

  private readTrust(resource: TerraformResource): void {
    const principal = this.principals.at(resource);
    const value = resource.type === "aws_iam_role" ? member(resource.body, "assume_role_policy") : undefined;
    if (principal === undefined || value === undefined || principal.trust !== null) return;
    const trust = this.document(value, { kind: "trust" }, resource);
    if (trust !== undefined) this.principals.trust(principal, trust);
  }

  private readPolicies(resource: TerraformResource): void {
    const { type, body } = resource;
    const known = policyAttributes[type];
    if (known !== undefined && type !== "aws_iam_role") {
      const value = member(body, known.attribute);
      const policy = value === undefined ? undefined : this.document(value, known, resource);
      if (policy !== undefined && type === "aws_iam_policy") this.managed.add(resource, policy);
      this.holdInline(resource, policy);
    }
    if (type === "aws_lambda_permission") {
      this.add(renderLambdaPermission(resource), { kind: "resource", carrier: "lambda_function" }, resource);
    }
    const publicUrl = type === "aws_lambda_function_url" ? renderPublicUrl(resource) : undefined;
    if (publicUrl !== undefined)
      this.add(publicUrl, { kind: "resource", carrier: "lambda_function" }, resource);
    // Types that are not in the table may carry policies too.
    const named = new Set([
      known?.attribute ?? "",
      ...(type === "aws_iam_role" ? ["inline_policy", "dynamic"] : []),
    ]);
    for (const value of findHiddenPolicies(body, named)) {
      this.document(value, { kind: "resource" }, resource);
    }
  }

  private holdInline({ type, body, address }: TerraformResource, policy: Policy | undefined): void {
    const [attribute, kind] = inlinePrincipal[type] ?? [];
    const value = attribute === undefined ? undefined : member(body, attribute);
    const principal =
      value === undefined || kind === undefined ? undefined : this.principals.find(value, kind, address);
    if (principal === undefined) return;
    const name = knownString(member(body, "name"));
    if (name !== undefined) {
      this.inlineNames.set(principal, (this.inlineNames.get(principal) ?? new Set()).add(name));
    }
    if (policy !== undefined) this.principals.hold(principal, policy);
  }

  /** A plan or state tells what a looked up policy says; AWS's own are known by name. */
  private readLookedUpPolicy(resource: TerraformResource): void {
    const value = resource.type === "aws_iam_policy" ? member(resource.body, "policy") : undefined;
    const isAws = knownString(member(resource.body, "arn"))?.includes(":iam::aws:") === true;
    const policy =
      value === undefined || isAws ? undefined : this.document(value, { kind: "identity" }, resource);
    if (policy !== undefined) this.managed.add(resource, policy);
  }

  private readInlineBlocks(resource: TerraformResource): void {
    const principal = resource.type === "aws_iam_role" ? this.principals.at(resource) : undefined;
    if (principal === undefined) return;
    for (const block of blocks(resource.body, "inline_policy")) {
      const value = member(block, "policy");
      const name = knownString(member(block, "name"));
      // In plans and states, computed from the policies that have resources of their own.
      if (value === undefined || (name !== undefined && this.inlineNames.get(principal)?.has(name))) continue;
      const policy = this.document(value, { kind: "identity" }, resource);
      if (policy !== undefined) this.principals.hold(principal, policy);
    }
  }

  private document(value: Value, facts: DocumentFacts, resource: TerraformResource): Policy | undefined {
    const resolved = this.resolver.resolve(value, resource.address);
    if ("problem" in resolved) {
      this.problems.push(partProblem(resolved.place, resolved.problem, { resource: resource.address }));
      return undefined;
    }
    return resolved.document === undefined ? undefined : this.add(resolved.document, facts, resource);
  }

  private add(document: Value, facts: DocumentFacts, { address }: TerraformResource): Policy | undefined {
    const { kind, carrier = null } = facts;
    const policy = readPolicy(document, { kind, carrier, resource: address, problems: this.problems });
    if (policy !== undefined) this.policies.push(policy);
    return policy;
  }

  /** Documents that leave this input, through a module or an output, are looked at by themselves. */
  private readUnusedDocuments(): void {
    for (const resource of this.resources) {
      if (resource.type !== "aws_iam_policy_document" || this.resolver.used.has(resource.address)) continue;
      const { body, address } = resource;
      const reference = { kind: "unknown", place: body.place, expression: `${address}.json` } as const;
      const hasPrincipals = blocks(body, "statement").some(
        (statement) => blocks(statement, "principals").length > 0,
      );
      this.document(reference, { kind: hasPrincipals ? "resource" : "identity" }, resource);
    }
  }

  /** A policy that bounds principals and is attached to none grants nothing. */
  private turnIntoLimits(bounding: ReadonlySet<Policy>, attachments: readonly Attachment[]): void {
    const attached = new Set(attachments.map(({ policy }) => policy));
    for (const policy of bounding) {
      if (attached.has(policy)) continue;
      const limit: Policy = { ...policy, kind: "limit" };
      this.policies = this.policies.map((one) => (one === policy ? limit : one));
      for (const principal of this.principals.all) {
        if (principal.boundary === policy) this.principals.bound(principal, limit);
      }
    }
  }
}

/** `"//": {"policy-lint": […]}`, beside what CDKTF notes there. */
function readSuppressions({ body, address }: TerraformResource): InlineSuppression[] {
  return objects(member(body, "//")).flatMap((comment) =>
    asList(member(comment, "policy-lint")).map((value) => ({ resource: address, value })),
  );
}
