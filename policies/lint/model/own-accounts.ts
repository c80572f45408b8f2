import type { Model, Policy } from "./types";

/** Accounts that need no warning when the policy trusts them: the caller's, those that were read, and the policy's own. */
export function ownAccounts(
  policy: Policy,
  { accounts }: Model,
  trustedAccounts: readonly string[],
): ReadonlySet<string> {
  const own = new Set([...trustedAccounts, ...accounts.map(({ accountId }) => accountId)]);
  for (const accountId of [accountOf(policy.resource ?? ""), ...accountsOfCarrier(policy)]) {
    if (accountId !== undefined) own.add(accountId);
  }
  return own;
}

/** A resource policy says its own account in the ARNs of what it grants, which is always the resource that carries it. */
function accountsOfCarrier(policy: Policy): (string | undefined)[] {
  if (policy.kind !== "resource") return [];
  const keyAdministrators = policy.statements.filter(
    ({ effect, actions = [] }) =>
      effect === "Allow" && actions.some(({ value }) => /^kms:(\*|PutKeyPolicy|Put\*)$/i.test(value)),
  );
  return [
    ...policy.statements.flatMap(({ resources = [] }) => resources.map(({ value }) => accountOf(value))),
    // A key policy that lets nobody of its own account administer it is refused.
    ...keyAdministrators.flatMap(({ principals = [] }) =>
      principals.map(({ value }) => accountOf(value.slice(value.indexOf(":") + 1))),
    ),
  ];
}

function accountOf(arn: string): string | undefined {
  return /^arn:[^:]*:[^:]*:[^:]*:(\d{12}):/.exec(arn)?.[1];
}

/**
 * Accounts in which AWS itself runs load balancers that write access logs to buckets.
 * Source: Elastic Load Balancing, "Enable access logs for your Application Load Balancer".
 */
export const loadBalancerAccounts: ReadonlySet<string> = new Set([
  "127311923021",
  "033677994240",
  "027434742980",
  "797873946194",
  "098369216593",
  "754344448648",
  "589379963580",
  "718504428378",
  "383597477331",
  "600734575887",
  "114774131450",
  "783225319266",
  "582318560864",
  "985666609251",
  "054676820928",
  "156460612806",
  "652711504416",
  "635631232127",
  "009996457667",
  "897822967062",
  "076674570225",
  "507241528517",
  "048591011584",
  "190560391635",
]);
