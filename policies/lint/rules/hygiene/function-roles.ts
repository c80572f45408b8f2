import type { AccountFacts, RoleFacts } from "../../model/account";
import type { Model, Policy, Principal } from "../../model/types";
import type { RuleOptions } from "../rule";
import { idleness, type Idleness } from "./idleness";

const functionServices = new Set(["lambda.amazonaws.com", "edgelambda.amazonaws.com"]);

/** Lambda itself uses a role with this one, to run functions on instances. */
const lambdaOperatorPolicy = "AWSLambdaManagedEC2ResourceOperator";

/** A role that only functions can assume, and that no function is seen to use. */
export interface LeftoverRole {
  readonly role: RoleFacts;
  readonly principal: Principal;
  /** Functions that its policies name, and that do not exist. */
  readonly missingFunctions: readonly string[];
  /** Null where it was used lately, or where that is not known. */
  readonly idle: Idleness | null;
  /** Why functions may have been overlooked; null where all regions were seen. */
  readonly doubt: string | null;
  /** The caller chose the regions, so that others were not looked at. */
  readonly someRegions: boolean;
}

export function leftoverRoles(model: Model, account: AccountFacts, options: RuleOptions): LeftoverRole[] {
  const principals = new Map(model.principals.map((principal) => [principal.resource, principal]));
  const used = new Set(account.functions.flatMap(({ roles }) => roles));
  const names = new Set(account.functions.map(({ name }) => name));
  return account.roles.flatMap((role) => {
    const principal = principals.get(role.arn);
    if (principal === undefined || used.has(role.arn) || !isOnlyForFunctions(principal)) return [];
    const idle = idleness(role.lastUsed, role.createdAt, account.collectedAt);
    return [
      {
        role,
        principal,
        missingFunctions: namedFunctions(principal.policies).filter((name) => !names.has(name)),
        idle: idle !== undefined && idle.days >= options.staleDays ? idle : null,
        doubt: doubtAbout(account, principal),
        someRegions: !account.regions.all,
      },
    ];
  });
}

/** Whether it trusts Lambda and nobody else. */
export function isOnlyForFunctions({ kind, trust, managedPolicies }: Principal): boolean {
  if (kind !== "role" || trust === null || managedPolicies.includes(lambdaOperatorPolicy)) return false;
  const trusted = trust.statements
    .filter(({ effect }) => effect === "Allow")
    .flatMap(({ principals = [], notPrincipals }) =>
      notPrincipals === undefined ? principals.map(({ value }) => value) : ["*"],
    );
  return (
    trusted.length > 0 &&
    trusted.every(
      (value) => value.startsWith("Service:") && functionServices.has(value.slice("Service:".length)),
    )
  );
}

/** Functions that policies name, by the function's ARN or its log group's. */
export function namedFunctions(policies: readonly Policy[]): string[] {
  const resources = policies.flatMap(({ statements }) =>
    statements.flatMap(({ resources: list = [] }) => list),
  );
  const names = resources.flatMap(
    ({ value }) => /:(?:log-group:\/aws\/lambda\/|function:)([\w-]+)(?::|$)/.exec(value)?.[1] ?? [],
  );
  return [...new Set(names)];
}

/** Why functions of the account may not have been seen; null when they were, where they were looked for. */
export function doubtAboutFunctions({ missing, regions }: AccountFacts): string | null {
  const gaps = missing.filter(({ area }) => area === "functions" || area === "regions");
  if (gaps.length === 0) return null;
  const unseen = gaps.map(({ area, region, permission, message }) => {
    const where =
      area === "regions"
        ? `in regions other than ${regions.names.join(", ")}`
        : `in ${region ?? "all regions"}`;
    return `${where} (${permission === null ? message : `${permission} is missing`})`;
  });
  return `functions could not be listed ${unseen.join(", ")}`;
}

function doubtAbout(account: AccountFacts, { trustedServices }: Principal): string | null {
  const doubt = doubtAboutFunctions(account);
  if (doubt !== null || !trustedServices?.includes("edgelambda.amazonaws.com")) return doubt;
  // Functions at the edge live in this region, wherever they run.
  return account.regions.names.includes("us-east-1")
    ? null
    : "us-east-1, where Lambda@Edge keeps functions, was not asked";
}
