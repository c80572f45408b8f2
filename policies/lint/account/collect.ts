import { GetCallerIdentityCommand, type STSClient } from "@aws-sdk/client-sts";
import type { AccountClients } from "./clients";
import { collectCredentialReport, collectCredentials, collectRoot } from "./collect-credentials";
import { collectFunctions, findRegions } from "./collect-functions";
import { collectIdentities, type Identities } from "./collect-identities";
import { choosePrincipals, collectServiceUse } from "./collect-service-use";
import { AccountError } from "./errors";
import { Gaps } from "./gaps";
import { snapshotFormat, snapshotVersion, type AccountSnapshot } from "./snapshot";

export interface CollectOptions {
  /** Regions to look for functions in. @default all that are enabled */
  readonly regions?: readonly string[] | undefined;
  /**
   * Names or ARNs of roles and users whose use of services is asked for, `*` for all but AWS's own. It takes a job of some
   * seconds for each. @default none
   */
  readonly serviceUse?: readonly string[] | undefined;
  /** Counted from here. @default now */
  readonly now?: Date;
  /** How long to wait before asking again for a job. @default 2000 */
  readonly pollMilliseconds?: number;
}

/** What a scan is doing. `total` is null until it is known. */
export interface Progress {
  readonly step: string;
  readonly done: number;
  readonly total: number | null;
}

const noIdentities: Identities = { roles: [], users: [], groups: [], managedPolicies: [] };

/** @throws AccountError when nothing can be collected. */
export async function collectWith(
  clients: AccountClients,
  options: CollectOptions,
  onProgress: (progress: Progress) => void,
): Promise<AccountSnapshot> {
  const { now = new Date(), pollMilliseconds = 2000, serviceUse: asked = [] } = options;
  const { iam } = clients;
  const gaps = new Gaps();
  const step = (name: string, total: number | null) => (done: number) =>
    onProgress({ step: name, done, total });

  const accountId = await findAccount(clients.sts);
  const identities = await collectAllIdentities(clients, gaps, step("users, roles and policies", null));
  // Before the slow calls: a name that is wrong should be told at once.
  const principals =
    identities === noIdentities ? [] : choosePrincipals([...identities.roles, ...identities.users], asked);
  const report = await collectCredentialReport(iam, gaps, pollMilliseconds);
  const userCount = identities.users.length;
  const users = await collectCredentials(
    iam,
    identities.users,
    report,
    gaps,
    step("access keys and MFA", userCount),
  );
  const root = await collectRoot(iam, gaps);
  const regions = await findRegions(clients, options.regions, gaps);
  const regionCount = regions.names.length;
  const functions = await collectFunctions(
    clients,
    regions.names,
    gaps,
    step("functions by region", regionCount),
  );
  const serviceStep = step("use of services", principals.length);
  const serviceUse = await collectServiceUse(iam, principals, gaps, pollMilliseconds, serviceStep);

  return {
    format: snapshotFormat,
    version: snapshotVersion,
    accountId,
    collectedAt: now.toISOString(),
    regions,
    root,
    missing: gaps.all,
    ...identities,
    users,
    functions,
    serviceUse,
  };
}

/** The first call: what fails here is no missing permission, for this one needs none. */
async function findAccount(sts: STSClient): Promise<string> {
  try {
    const { Account } = await sts.send(new GetCallerIdentityCommand({}));
    if (Account === undefined) throw new Error("AWS did not name an account");
    return Account;
  } catch (error) {
    const { name, message } = error as Error;
    const advice = "set AWS_PROFILE, or log in with `aws sso login` or `aws configure`";
    throw new AccountError(
      `AWS cannot be asked who is calling (${name}: ${message || "no connection"}); ${advice}`,
    );
  }
}

async function collectAllIdentities({ iam }: AccountClients, gaps: Gaps, onEntries: (count: number) => void) {
  const permission = "iam:GetAccountAuthorizationDetails";
  const found = await gaps.attempt({ area: "roles", permission }, () => collectIdentities(iam, onEntries));
  if (found !== undefined) return found;
  // The same call gives all three.
  const missing = gaps.all.find(({ area }) => area === "roles");
  for (const area of ["users", "policies"] as const)
    if (missing !== undefined) gaps.add({ ...missing, area });
  return noIdentities;
}
