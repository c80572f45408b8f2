/**
 * A running account: collecting what the linter looks at, keeping it, comparing it. AWS's SDK is loaded by
 * `collectAccount` only.
 *
 * A scan is linted like a file: `lint([accountSource(await collectAccount(options))])`.
 */

import type { Source } from "../sources";
import { formatSnapshot, type AccountSnapshot } from "./snapshot";

export { formatSnapshot, snapshotFormat, type AccountSnapshot } from "./snapshot";

export interface CollectOptions {
  /** Regions to look for functions in. @default all that are enabled */
  readonly regions?: readonly string[];
  /**
   * Names or ARNs of roles and users whose use of services is asked for, `*` for all of the customer's. It takes a job of
   * some seconds for each. @default none
   */
  readonly serviceUse?: readonly string[];
  /** Counted from here. @default now */
  readonly now?: Date;
}

/** What a scan is doing. `total` is null until it is known. */
export interface Progress {
  readonly step: string;
  readonly done: number;
  readonly total: number | null;
}

/** Why an account could not be scanned at all: no credentials, expired ones, no connection. Its message is for people. */
export class AccountError extends Error {}

/**
 * Scans the account of the credentials that AWS's SDK finds (environment, profile, instance). Permissions that are missing
 * become entries of `missing`.
 *
 * @throws AccountError when nothing can be collected.
 */
export async function collectAccount(
  options: CollectOptions = {},
  onProgress: (progress: Progress) => void = () => undefined,
): Promise<AccountSnapshot> {
  (void options, onProgress);
  throw new AccountError("not written yet");
}

/** A scan as the linter reads it. Findings' lines are those of the snapshot as it would be saved. */
export function accountSource(snapshot: AccountSnapshot): Source {
  return { file: `account ${snapshot.accountId}`, content: formatSnapshot(snapshot) };
}

// To come, with these signatures:
//   class SnapshotError extends Error                                        (wrong file, versions, two accounts)
//   readSnapshot(text: string, file: string): AccountSnapshot                @throws SnapshotError
//   diffSnapshots(before: AccountSnapshot, after: AccountSnapshot): SnapshotDiff   @throws SnapshotError
//   formatDiff(diff: SnapshotDiff, format: "text" | "json" | "markdown"): string
//   requiredPolicy(options?: { accountId?: string; partition?: string; serviceUse?: boolean }): object
