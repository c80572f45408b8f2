import type { Policy, Principal } from "../../model/types";
import { knownString, member, type Value } from "../../model/value";
import { principalTypes } from "./policy-attributes";
import { expressionOf } from "./resolve-document";
import type { TerraformResource } from "./resource";
import type { ResourceIndex } from "./resource-index";

interface NewPrincipal extends Pick<Principal, "kind" | "resource" | "name" | "place"> {
  readonly trust?: Policy | undefined;
}

/** The principals of an input, found by reference or by name. */
export class PrincipalTable {
  private readonly byAddress = new Map<string, Principal>();
  private readonly byName = new Map<string, Principal>();
  /** Identity policies by principal. */
  private readonly held = new Map<Principal, Policy[]>();
  private readonly managed = new Map<Principal, string[]>();
  private readonly holders = new Map<Policy, Set<Principal>>();

  constructor(private readonly index: ResourceIndex) {}

  get all(): Principal[] {
    return [...new Set([...this.byAddress.values(), ...this.byName.values()])];
  }

  add(resource: TerraformResource, trust: Policy | undefined): Principal | undefined {
    const kind = principalTypes[resource.type];
    if (kind === undefined || resource.mode === "data") return undefined;
    const name = knownString(member(resource.body, "name")) ?? null;
    const principal = this.make({ kind, resource: resource.address, name, place: resource.body.place, trust });
    this.byAddress.set(resource.address, principal);
    if (name !== null) this.byName.set(`${kind}:${name}`, principal);
    return principal;
  }

  /** The principal that an attribute names; one that is not part of the input is known by its name only. */
  find(value: Value, kind: Principal["kind"], from: string): Principal | undefined {
    const reference = /^(.+)\.(?:name|id|arn)$/.exec(expressionOf(value) ?? "")?.[1];
    const resource = reference === undefined ? undefined : this.index.find(reference, from);
    if (resource !== undefined) return this.byAddress.get(resource.address);
    const name = knownString(value);
    if (name === undefined) return undefined;
    const key = `${kind}:${name}`;
    const known = this.byName.get(key) ?? this.make({ kind, resource: name, name, place: value.place });
    this.byName.set(key, known);
    return known;
  }

  private make({ trust, ...facts }: NewPrincipal): Principal {
    const policies: Policy[] = [];
    const managedPolicies: string[] = [];
    const principal = {
      ...facts,
      trust: trust ?? null,
      trustedServices: trust ? trustedServices(trust) : null,
      policies,
      managedPolicies,
      boundary: null,
    };
    this.held.set(principal, policies);
    this.managed.set(principal, managedPolicies);
    return principal;
  }

  /** An AWS managed policy by its name. */
  holdManaged(principal: Principal, policyName: string): void {
    this.managed.get(principal)?.push(policyName);
  }

  hold(principal: Principal, policy: Policy): void {
    this.held.get(principal)?.push(policy);
    this.holders.set(policy, (this.holders.get(policy) ?? new Set()).add(principal));
  }

  /** Tells each policy that only one principal holds of that principal's other policies. */
  linkSiblings(): void {
    for (const [policy, principals] of this.holders) {
      const [only] = principals;
      if (principals.size !== 1 || only === undefined) continue;
      policy.siblings = (this.held.get(only) ?? []).filter((other) => other !== policy);
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
