import type { AccessKeyFacts, AccountFacts, UserFacts } from "../../model/account";
import type { Model } from "../../model/types";
import type { RuleOptions } from "../rule";
import { idleness, type Idleness } from "./idleness";

export interface ActiveKey {
  readonly account: AccountFacts;
  readonly user: UserFacts;
  readonly key: AccessKeyFacts;
}

/** Keys that work; those that are switched off let nobody in. */
export function activeKeys({ accounts }: Model): ActiveKey[] {
  return accounts.flatMap((account) =>
    account.users.flatMap((user) =>
      (user.accessKeys ?? []).filter(({ active }) => active).map((key) => ({ account, user, key })),
    ),
  );
}

/** For how long a key was not used, where that is long enough to say so. */
export function idleKey({ account, key }: ActiveKey, { staleDays }: RuleOptions): Idleness | undefined {
  const idle = idleness(key.lastUsed, key.createdAt, account.collectedAt);
  return idle !== undefined && (idle.days >= staleDays || idle.orMore) ? idle : undefined;
}
