import { pinsDown } from "./callers";
import { namedPrincipal } from "./principal-elements";
import type { Condition, Policy, Statement } from "./types";

/**
 * Whether a key's policy hands the key to the IAM policies of its own account, as AWS's default key policy does: to the
 * root of one account, or to everybody from one account. Where a second account gets as much, one of them is another's.
 * Source: KMS Developer Guide, "Default key policy".
 */
export function isLeftToOwnAccount({
  statement,
  policy,
}: {
  readonly statement: Statement;
  readonly policy: Policy;
}): boolean {
  if (policy.kind !== "resource" || !isForOneAccount(statement)) return false;
  const accounts = policy.statements.filter(allowsAll).flatMap(accountsOf);
  return new Set(accounts).size <= 1;
}

function allowsAll({ effect, actions = [] }: Statement): boolean {
  return effect === "Allow" && actions.some(({ value }) => /^(?:kms:)?\*+$/i.test(value));
}

function isForOneAccount({ principals = [], conditions }: Statement): boolean {
  if (principals.length !== 1) return false;
  const [principal] = principals.map(namedPrincipal);
  if (principal?.kind === "account") return true;
  return principal?.kind === "everyone" && conditions.some(isCallerAccount);
}

function isCallerAccount(condition: Condition): boolean {
  const { key, values } = condition;
  return /^kms:calleraccount$/i.test(key) && values.length === 1 && pinsDown(condition);
}

/** As they are written; one that only Terraform knows is one like any other. */
function accountsOf({ principals = [], conditions }: Statement): string[] {
  const named = principals.flatMap((element) => {
    const principal = namedPrincipal(element);
    if (principal.kind !== "account" && principal.kind !== "one") return [];
    return [principal.accountId ?? "known later"];
  });
  const calling = conditions
    .filter(isCallerAccount)
    .flatMap(({ values }) => values.map(({ value }) => value));
  return [...named, ...calling];
}
