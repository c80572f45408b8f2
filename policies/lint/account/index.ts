/**
 * A running account: collecting what the linter looks at, keeping it, comparing it. AWS's SDK is loaded by
 * `collectAccount` only.
 *
 * A scan is linted like a file: `lint([accountSource(await collectAccount(options))])`.
 */

import type { Source } from "../sources";
import type { CollectOptions, Progress } from "./collect";
import { formatSnapshot, type AccountSnapshot } from "./snapshot";

export type { CollectOptions, Progress } from "./collect";
export { diffSnapshots, type SnapshotDiff } from "./compare";
export { AccountError, SnapshotError } from "./errors";
export { formatDiff, type DiffFormat } from "./format-diff";
export { readSnapshot } from "./read-snapshot";
export { requiredPolicy, type RequiredPolicyOptions } from "./required-policy";
export { formatSnapshot, type AccountSnapshot } from "./snapshot";

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
  const [{ createClients }, { collectWith }] = await Promise.all([import("./clients"), import("./collect")]);
  return collectWith(await createClients(), options, onProgress);
}

/** A scan as the linter reads it. Findings' lines are those of the snapshot as it would be saved. */
export function accountSource(snapshot: AccountSnapshot): Source {
  return { file: `account ${snapshot.accountId}`, content: formatSnapshot(snapshot) };
}
