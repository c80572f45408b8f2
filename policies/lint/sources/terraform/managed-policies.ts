import { awsManagedPolicyName } from "../../model/managed-policies";
import type { Attachment, Policy, Problem } from "../../model/types";
import { display, knownString, member, type Value } from "../../model/value";
import { ignored, partProblem } from "../problems";
import { parseReference } from "./reference";
import { expressionOf } from "./resolve-document";
import type { TerraformResource } from "./resource";
import type { ResourceIndex } from "./resource-index";

/** Which managed policy an attribute names: AWS's own by ARN, or a customer's. */
export type Managed = Pick<Attachment, "policyArn" | "policy">;

/** The managed policies of an input, and what names them. */
export class ManagedPolicyTable {
  private readonly byAddress = new Map<string, Policy>();
  /** By ARN, and by path and name (`/teams/readers`). */
  private readonly byName = new Map<string, Policy>();

  constructor(
    private readonly index: ResourceIndex,
    private readonly problems: Problem[],
  ) {}

  add(resource: TerraformResource, policy: Policy): void {
    this.byAddress.set(resource.address, policy);
    const { body } = resource;
    const name = knownString(member(body, "name"));
    if (name !== undefined) this.byName.set((knownString(member(body, "path")) ?? "/") + name, policy);
    const arn = knownString(member(body, "arn"));
    if (arn !== undefined) this.byName.set(arn, policy);
  }

  /** What an attribute of a resource names; undefined where that is not known, which is said. */
  find(value: Value, resource: TerraformResource, pointer: string): Managed | undefined {
    const found = this.lookUp(value, resource);
    if (found !== "unknown" && found !== "reported") return found;
    if (found === "reported") return undefined;
    const where = { pointer, resource: resource.address };
    const known = knownString(value);
    if (known !== undefined) {
      const message = `${known} is not part of this input; lint it where it is defined.`;
      this.problems.push(ignored(value.place, message, where));
    } else {
      const shown = display(expressionOf(value) ?? (value.kind === "string" ? value.value : "an object"));
      const message = `the attached policy is known only when Terraform runs (${shown}); lint the plan`;
      this.problems.push(partProblem(value.place, message, where));
    }
    return undefined;
  }

  /** Like `find`, without saying anything: `unknown` it is not here, `reported` its document could not be read. */
  lookUp(value: Value, { address }: TerraformResource): Managed | "unknown" | "reported" {
    if (value.kind === "object") return this.byReferenceBlock(value, address);
    // The partition may be an expression; the policy's name tells enough.
    const text = value.kind === "string" ? value.value : "";
    if (isKnownName(awsManagedPolicyName(text))) return { policyArn: text, policy: null };
    const reference = parseReference(expressionOf(value));
    if (reference !== undefined) {
      const target = this.index.find(reference.address, address);
      return target === undefined ? "unknown" : this.ofResource(target);
    }
    const known = knownString(value);
    if (known === undefined) return "unknown";
    return this.named(known) ?? this.named(pathAndName(known)) ?? "unknown";
  }

  private named(key: string | undefined): Managed | undefined {
    const policy = key === undefined ? undefined : this.byName.get(key);
    return policy === undefined ? undefined : { policyArn: null, policy };
  }

  private ofResource(target: TerraformResource): Managed | "unknown" | "reported" {
    const policy = this.byAddress.get(target.address);
    if (policy !== undefined) return { policyArn: null, policy };
    if (target.type !== "aws_iam_policy") return "unknown";
    // Its document could not be read, which is a problem of its own.
    if (target.mode === "managed") return "reported";
    const arn = knownString(member(target.body, "arn"));
    if (arn !== undefined && isKnownName(awsManagedPolicyName(arn))) return { policyArn: arn, policy: null };
    const name = knownString(member(target.body, "name"));
    if (name === undefined || arn !== undefined) return "unknown";
    // A customer's policy may be looked up by name, too; one of the input has that name for sure.
    return this.named(`/${name}`) ?? { policyArn: `arn:aws:iam::aws:policy/${name}`, policy: null };
  }

  /** `customer_managed_policy_reference { name, path }`, by which permission sets name policies. */
  private byReferenceBlock(block: Value, from: string): Managed | "unknown" | "reported" {
    const name = member(block, "name");
    const reference = parseReference(name === undefined ? undefined : expressionOf(name));
    const target = reference === undefined ? undefined : this.index.find(reference.address, from);
    if (target !== undefined) return this.ofResource(target);
    const path = knownString(member(block, "path")) ?? "/";
    return this.named(path + (knownString(name) ?? "")) ?? "unknown";
  }
}

function isKnownName(name: string | undefined): boolean {
  return name !== undefined && display(name) === name;
}

/** `/teams/readers` of `arn:aws:iam::111122223333:policy/teams/readers`. */
function pathAndName(arn: string): string | undefined {
  return /^arn:[^:]*:iam::\d*:policy(\/.+)$/.exec(arn)?.[1];
}
