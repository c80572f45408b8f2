import {
  GenerateCredentialReportCommand,
  GetAccessKeyLastUsedCommand,
  GetAccountSummaryCommand,
  GetCredentialReportCommand,
  paginateListAccessKeys,
  paginateListMFADevices,
  type AccessKeyMetadata,
  type IAMClient,
} from "@aws-sdk/client-iam";
import { mapConcurrently } from "./concurrency";
import { readCredentialReport, type CredentialReport } from "./credential-report";
import type { Gaps } from "./gaps";
import { pollUntil } from "./polling";
import type { AccessKeySnapshot, RootSnapshot, UserSnapshot } from "./snapshot";

/** IAM's calls are throttled for the whole account: more at once would only take from others. */
const callsAtOnce = 5;

/** Fills in passwords, keys and MFA devices. */
export async function collectCredentials(
  iam: IAMClient,
  users: readonly UserSnapshot[],
  report: CredentialReport | undefined,
  gaps: Gaps,
  onUser: (done: number) => void,
): Promise<UserSnapshot[]> {
  let done = 0;
  return mapConcurrently(users, callsAtOnce, async (user) => {
    const accessKeys = await collectKeys(iam, user.name, gaps);
    const mfaDevices = await gaps.attempt({ area: "mfa-devices", permission: "iam:ListMFADevices" }, () =>
      listMfaDevices(iam, user.name),
    );
    onUser(++done);
    return {
      ...user,
      password: report?.passwords.get(user.arn) ?? null,
      accessKeys: accessKeys ?? null,
      mfaDevices: mfaDevices ?? null,
    };
  });
}

async function collectKeys(
  iam: IAMClient,
  UserName: string,
  gaps: Gaps,
): Promise<AccessKeySnapshot[] | undefined> {
  const keys = await gaps.attempt({ area: "access-keys", permission: "iam:ListAccessKeys" }, async () => {
    const found: AccessKeyMetadata[] = [];
    for await (const page of paginateListAccessKeys({ client: iam }, { UserName })) {
      found.push(...(page.AccessKeyMetadata ?? []));
    }
    return found;
  });
  if (keys === undefined) return undefined;
  const read = await Promise.all(keys.map((key) => collectKey(iam, key, gaps)));
  return read.sort((a, b) => (a.id < b.id ? -1 : 1));
}

async function collectKey(
  iam: IAMClient,
  { AccessKeyId = "", Status, CreateDate }: AccessKeyMetadata,
  gaps: Gaps,
): Promise<AccessKeySnapshot> {
  const key = { id: AccessKeyId, active: Status === "Active", createdAt: CreateDate?.toISOString() ?? "" };
  const used = await gaps.attempt({ area: "access-keys", permission: "iam:GetAccessKeyLastUsed" }, () =>
    iam.send(new GetAccessKeyLastUsedCommand({ AccessKeyId })),
  );
  if (used === undefined) return key;
  const { LastUsedDate, Region } = used.AccessKeyLastUsed ?? {};
  // IAM writes "N/A" for a key that was never used.
  const region = Region === undefined || Region === "N/A" ? null : Region;
  return { ...key, lastUsed: LastUsedDate === undefined ? null : { at: LastUsedDate.toISOString(), region } };
}

async function listMfaDevices(iam: IAMClient, UserName: string): Promise<string[]> {
  const serials: string[] = [];
  for await (const page of paginateListMFADevices({ client: iam }, { UserName })) {
    serials.push(...(page.MFADevices ?? []).flatMap(({ SerialNumber }) => SerialNumber ?? []));
  }
  return serials.sort();
}

/** IAM makes the report in a job, at most once in four hours. */
export async function collectCredentialReport(
  iam: IAMClient,
  gaps: Gaps,
  pollMilliseconds: number,
): Promise<CredentialReport | undefined> {
  const part = { area: "credential-report", permission: "iam:GenerateCredentialReport" } as const;
  const ready = await gaps.attempt(part, () =>
    pollUntil(pollMilliseconds, async () => {
      const { State } = await iam.send(new GenerateCredentialReportCommand({}));
      return State === "COMPLETE" ? true : undefined;
    }),
  );
  if (ready === undefined) return undefined;
  return gaps.attempt({ area: "credential-report", permission: "iam:GetCredentialReport" }, async () => {
    const { Content } = await iam.send(new GetCredentialReportCommand({}));
    return readCredentialReport(new TextDecoder().decode(Content));
  });
}

/** Of the root user: from the account's summary, which is always current. */
export async function collectRoot(iam: IAMClient, gaps: Gaps): Promise<RootSnapshot | null> {
  const part = { area: "root", permission: "iam:GetAccountSummary" } as const;
  const summary = await gaps.attempt(part, () => iam.send(new GetAccountSummaryCommand({})));
  const map = summary?.SummaryMap;
  if (map?.AccountAccessKeysPresent === undefined || map.AccountMFAEnabled === undefined) return null;
  const password = (map as Record<string, number | undefined>).AccountPasswordPresent;
  return {
    hasAccessKeys: map.AccountAccessKeysPresent > 0,
    hasMfa: map.AccountMFAEnabled > 0,
    hasPassword: password === undefined ? null : password > 0,
  };
}
