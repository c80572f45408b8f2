import type { Attachment, Policy, Principal } from "../../model/types";
import { knownString, member, type Value } from "../../model/value";
import { principalTypes } from "./policy-attributes";
import { parseReference } from "./reference";
import { expressionOf } from "./resolve-document";
import type { TerraformResource } from "./resource";
import type { ResourceIndex } from "./resource-index";

/** More than anyone writes; references in a circle, which Terraform refuses, end here. */
const maximumHops = 5;

/** A principal while it is put together. */
interface Draft extends Principal {
  trust: Policy | null;
  trustedServices: readonly string[] | null;
  boundary: Principal["boundary"];
  readonly policies: Policy[];
  readonly managedPolicies: string[];
}

/** The principals of an input, found by reference, name or ARN. */
export class PrincipalTable {
  private readonly byAddress = new Map<string, Draft>();
  /** `role:name`, and ARNs. */
  private readonly byName = new Map<string, Draft>();
  /** Who holds a policy itself, not through a group. */
  private readonly holders = new Map<Policy, Set<Draft>>();

  constructor(private readonly index: ResourceIndex) {}

  /** Without those that were looked up only, and that nothing here is attached to. */
  get all(): Principal[] {
    const all = new Set([...this.byAddress.values(), ...this.byName.values()]);
    return [...all].filter(
      ({ resource, policies, managedPolicies }) =>
        !isLookup(resource) || policies.length > 0 || managedPolicies.length > 0,
    );
  }

  /** The principal that a resource or data source is, if it is one. */
  add(resource: TerraformResource): Principal | undefined {
    const kind = principalTypes[resource.type];
    if (kind === undefined) return undefined;
    const name = knownString(member(resource.body, "name")) ?? null;
    const known = name === null ? undefined : this.byName.get(`${kind}:${name}`);
    // A data source may look up what the same input makes.
    const principal =
      resource.mode === "data" && known !== undefined
        ? known
        : draft({ kind, resource: resource.address, name, place: resource.body.place });
    this.byAddress.set(resource.address, principal);
    if (name !== null) this.byName.set(`${kind}:${name}`, principal);
    const arn = knownString(member(resource.body, "arn"));
    if (arn !== undefined) this.byName.set(arn, principal);
    return principal;
  }

  at(resource: TerraformResource): Principal | undefined {
    return this.byAddress.get(resource.address);
  }

  /**
   * The principal that an attribute names; one that is not part of the input is known by its name only. Undefined where
   * only Terraform knows.
   */
  find(value: Value, kind: Principal["kind"], from: string): Principal | undefined {
    const known = this.lookUp(value, kind, from);
    const name = known === undefined ? knownString(value) : undefined;
    if (name === undefined || name === "") return known;
    const made = draft({ kind, resource: name, name: nameOf(name), place: value.place });
    this.byName.set(`${kind}:${nameOf(name)}`, made);
    return made;
  }

  /** Like `find`, for principals that are known by now. */
  lookUp(value: Value, kind: Principal["kind"], from: string, hops = 0): Principal | undefined {
    const reference = parseReference(expressionOf(value));
    const referred = reference === undefined ? undefined : this.index.find(reference.address, from);
    if (referred === undefined) {
      const name = knownString(value) ?? "";
      return this.byName.get(name) ?? this.byName.get(`${kind}:${nameOf(name)}`);
    }
    const known = this.byAddress.get(referred.address);
    const attribute = member(referred.body, reference?.attribute ?? "");
    if (known !== undefined || attribute === undefined || hops === maximumHops) return known;
    // Another resource that names it: an attachment's role, an instance profile's.
    return this.lookUp(attribute, kind, referred.address, hops + 1);
  }

  trust(principal: Principal, trust: Policy): void {
    const found = principal as Draft;
    found.trust = trust;
    found.trustedServices = trustedServices(trust);
  }

  bound(principal: Principal, boundary: Policy | "unknown"): void {
    (principal as Draft).boundary = boundary;
  }

  /** Notes a managed policy on a principal. */
  attach({ principal, policy }: Attachment, awsManaged: string | undefined): void {
    if (principal === null) return;
    if (policy !== null) this.hold(principal, policy);
    if (awsManaged !== undefined) add((principal as Draft).managedPolicies, awsManaged);
  }

  hold(principal: Principal, policy: Policy): void {
    add((principal as Draft).policies, policy);
    const holders = this.holders.get(policy);
    if (holders === undefined) this.holders.set(policy, new Set([principal as Draft]));
    else holders.add(principal as Draft);
  }

  /** What the group holds acts for the user; everything must be attached by now. */
  join(user: Principal, group: Principal): void {
    for (const policy of group.policies) add((user as Draft).policies, policy);
    for (const name of group.managedPolicies) add((user as Draft).managedPolicies, name);
  }

  /** Tells each policy that only one principal holds of that principal's other policies. */
  linkSiblings(): void {
    for (const [policy, principals] of this.holders) {
      const [only] = principals;
      if (principals.size !== 1 || only === undefined) continue;
      policy.siblings = only.policies.filter((other) => other !== policy);
    }
  }
}

const isLookup = (address: string): boolean => /^(?:module\.[^.]+\.)*data\./.test(address);

function draft(facts: Pick<Principal, "kind" | "resource" | "name" | "place">): Draft {
  return { ...facts, trust: null, trustedServices: null, policies: [], managedPolicies: [], boundary: null };
}

function add<T>(list: T[], item: T): void {
  if (!list.includes(item)) list.push(item);
}

/** The name inside an ARN (`arn:aws:iam::111122223333:role/path/name`), or the name itself. */
function nameOf(nameOrArn: string): string {
  return /^arn:[^:]*:iam::\d*:(?:role|user|group)\/(?:.*\/)?([^/]+)$/.exec(nameOrArn)?.[1] ?? nameOrArn;
}

function trustedServices(trust: Policy): string[] {
  return trust.statements
    .filter(({ effect }) => effect === "Allow")
    .flatMap(({ principals = [] }) => principals)
    .filter(({ value }) => value.startsWith("Service:"))
    .map(({ value }) => value.slice("Service:".length));
}
