import type { AccountFacts, LastUse, UserFacts } from "../model/account";
import { awsManagedPolicyName } from "../model/managed-policies";
import type { DecodedAccount, DecodedUse, DecodedUser } from "./snapshot-decode";

const dayMilliseconds = 24 * 60 * 60 * 1000;

/**
 * How far back AWS knows the use of roles, and of services by principals.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_RoleLastUsed.html
 */
const trackedDays = 400;
/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_AccessKeyLastUsed.html */
const keysTrackedSince = "2015-04-22T00:00:00Z";
/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_User.html (PasswordLastUsed) */
const passwordsTrackedSince = "2014-10-20T00:00:00Z";

/** What the hygiene rules look at. */
export function accountFacts(account: DecodedAccount): AccountFacts {
  const windowStart = new Date(Date.parse(account.collectedAt) - trackedDays * dayMilliseconds).toISOString();
  const created = new Map(
    [...account.roles, ...account.users].map(({ arn, createdAt }) => [arn, createdAt] as const),
  );
  const bounded = [...account.roles, ...account.users].flatMap(({ boundary }) => boundary ?? []);
  return {
    accountId: account.accountId,
    collectedAt: account.collectedAt,
    regions: account.regions,
    roles: account.roles.map(({ arn, name, path, createdAt, lastUsed, place, pointer }) => {
      return {
        arn,
        name,
        path,
        createdAt,
        lastUsed: lastUse(lastUsed, createdAt, windowStart),
        place,
        pointer,
      };
    }),
    users: account.users.map(userFacts),
    managedPolicies: account.managedPolicies
      .filter(({ arn }) => awsManagedPolicyName(arn) === undefined)
      .map((policy) => ({
        ...policy,
        boundaryCount: Math.max(policy.boundaryCount, bounded.filter((arn) => arn === policy.arn).length),
      })),
    functions: account.functions,
    root: account.root,
    serviceUse: account.serviceUse.map(({ principalArn, services, place, pointer }) => ({
      principalArn,
      place,
      pointer,
      services: services.map(({ service, lastUsed }) => ({
        service,
        lastUsed: lastUse(lastUsed, created.get(principalArn) ?? "", windowStart),
      })),
    })),
    missing: account.missing,
    place: account.place,
  };
}

function userFacts(user: DecodedUser): UserFacts {
  const { arn, name, createdAt, password, mfaDevices, accessKeys, place, pointer } = user;
  return {
    arn,
    name,
    createdAt,
    hasPassword: password?.exists ?? null,
    passwordLastUsed: lastUse(password?.lastUsed, createdAt, passwordsTrackedSince),
    mfaDevices: mfaDevices?.length ?? null,
    accessKeys:
      accessKeys?.map((key) => ({
        ...key,
        lastUsed: lastUse(key.lastUsed, key.createdAt, keysTrackedSince),
      })) ?? null,
    place,
    pointer,
  };
}

function lastUse(use: DecodedUse, createdAt: string, trackedSince: string): LastUse {
  if (use === undefined) return "unknown";
  if (use !== null) return { at: use.at, region: use.region };
  return Date.parse(createdAt) >= Date.parse(trackedSince) ? "never" : "not-tracked";
}
