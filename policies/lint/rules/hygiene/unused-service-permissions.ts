import type { AccountFacts, ServiceUse } from "../../model/account";
import type { Model, Policy, Principal } from "../../model/types";
import { allow } from "../example";
import type { Rule, RuleOptions, RuleResult } from "../rule";
import { daysBetween, idleness } from "./idleness";
import { servicesOf, withoutServices } from "./service-documents";
import { exampleRole, snapshotExample } from "./snapshot-example";

const used = { service: "s3", lastUsed: { at: "2026-06-30T12:00:00Z", region: "eu-west-1" } };

/**
 * One finding for each of the customer's policies; what only AWS's policies or groups give is told at the principal. A
 * policy that others have too is not judged, unless their use is known as well. New principals are left alone.
 */
export const unusedServicePermissions: Rule = {
  id: "IAM502",
  name: "unused-service-permissions",
  severity: "warning",
  why: "Permissions that are not used serve only those who take over the principal.",
  whatToDo: "Take the services that are not used out of the policy.",
  reference: "https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_last-accessed.html",
  examples: {
    bad: exampleWith([used, { service: "dynamodb", lastUsed: null }]),
    good: exampleWith([used, { service: "dynamodb", lastUsed: used.lastUsed }]),
  },
  check: (model, options) => model.accounts.flatMap((account) => checkAccount(model, account, options)),
};

function exampleWith(services: readonly object[]) {
  const statements = [
    allow("s3:GetObject", "arn:aws:s3:::photos/*"),
    allow("dynamodb:GetItem", "arn:aws:dynamodb:eu-west-1:123456789012:table/photos"),
  ];
  const document = { Version: "2012-10-17", Statement: statements };
  const role = exampleRole({
    name: "photos",
    service: "ec2.amazonaws.com",
    inlinePolicies: [{ name: "read", document }],
  });
  return snapshotExample({ roles: [role], serviceUse: [{ principalArn: role.arn, services }] });
}

interface Unused {
  readonly principal: Principal;
  readonly use: ServiceUse;
  /** Words for each service that was not used for long enough. */
  readonly services: ReadonlyMap<string, string>;
}

function checkAccount(model: Model, account: AccountFacts, options: RuleOptions): RuleResult[] {
  const unused = new Map(
    account.serviceUse.flatMap((use) => {
      const found = findUnused(model, account, use, options);
      return found === undefined ? [] : [[found.principal, found] as const];
    }),
  );
  const holders = new Map<Policy, Principal[]>();
  for (const principal of model.principals) {
    for (const policy of principal.policies) holders.set(policy, [...(holders.get(policy) ?? []), principal]);
  }
  return [
    ...[...holders].flatMap(([policy, principals]) => checkPolicy(policy, principals, unused)),
    ...[...unused.values()].flatMap(checkRest),
  ];
}

function findUnused(
  model: Model,
  account: AccountFacts,
  use: ServiceUse,
  { staleDays }: RuleOptions,
): Unused | undefined {
  const principal = model.principals.find(({ resource }) => resource === use.principalArn);
  const facts = [...account.roles, ...account.users].find(({ arn }) => arn === use.principalArn);
  if (principal === undefined || facts === undefined) return undefined;
  if (daysBetween(facts.createdAt, account.collectedAt) < staleDays) return undefined;
  const services = use.services.flatMap(({ service, lastUsed }) => {
    const idle = idleness(lastUsed, facts.createdAt, account.collectedAt);
    return idle !== undefined && (idle.days >= staleDays || idle.orMore)
      ? [[service, idle.words] as const]
      : [];
  });
  return { principal, use, services: new Map(services) };
}

/** The services of one policy that none of its holders uses. */
function checkPolicy(
  policy: Policy,
  principals: readonly Principal[],
  unused: ReadonlyMap<Principal, Unused>,
): RuleResult[] {
  const known = principals.map((principal) => unused.get(principal));
  const [first] = known;
  if (first === undefined || known.includes(undefined)) return [];
  const services = servicesOf(policy).filter((service) => known.every((one) => one?.services.has(service)));
  if (services.length === 0) return [];
  const names = principals.map(({ kind, name }) => `${kind} ${name ?? ""}`).join(", ");
  const facts = services.map((service) => `${service} ${first.services.get(service) ?? ""}`);
  return [
    {
      severity: "warning",
      message: `Allows services that ${names} does not use: ${facts.join("; ")}. Take them out of the policy.`,
      place: policy.place,
      pointer: "",
      resource: policy.resource,
      fix: {
        description: `Take ${services.join(", ")} out of the policy`,
        edits: [],
        suggestion: withoutServices(policy.document, new Set(services)),
      },
    },
  ];
}

/** What comes from AWS's own policies. */
function checkRest({ principal, use, services }: Unused): RuleResult[] {
  const own = new Set(principal.policies.flatMap(servicesOf));
  const rest = [...services].filter(([service]) => !own.has(service) && !own.has("*"));
  if (rest.length === 0) return [];
  const facts = rest.map(([service, words]) => `${service} ${words}`);
  const policies = principal.managedPolicies.join(", ") || "policies that are not part of the snapshot";
  return [
    {
      severity: "warning",
      message: `${policies} of ${principal.kind} ${principal.name ?? ""} allows services that it does not use: ${facts.join("; ")}. Attach a policy with what is used instead.`,
      place: use.place,
      pointer: use.pointer,
      resource: principal.resource,
    },
  ];
}
