import { SnapshotError } from "./errors";
import {
  functionFacets,
  groupFacets,
  managedPolicyFacets,
  roleFacets,
  rootFacets,
  userFacets,
  type Facet,
} from "./facets";
import type { AccountSnapshot, FunctionSnapshot, UserSnapshot } from "./snapshot";

/** How an account's permissions differ between two scans. */
export interface SnapshotDiff {
  readonly accountId: string;
  /** When the two were collected. */
  readonly before: string;
  readonly after: string;
  readonly changes: readonly Change[];
  /** What at least one of the two does not have, so that nothing is said of it. */
  readonly notCompared: readonly string[];
}

export interface Change {
  readonly change: "added" | "removed" | "changed";
  readonly kind: "role" | "user" | "group" | "managed policy" | "function" | "root user";
  /** ARN. */
  readonly resource: string;
  /** What came and went with it or in it; of what was removed, nothing. */
  readonly added: readonly Facet[];
  readonly removed: readonly Facet[];
}

/** @throws SnapshotError when they are of two accounts. */
export function diffSnapshots(before: AccountSnapshot, after: AccountSnapshot): SnapshotDiff {
  if (before.accountId !== after.accountId) {
    const accounts = `${before.accountId} and ${after.accountId}`;
    throw new SnapshotError(
      `the snapshots are of two accounts, ${accounts}; only one account can be compared with itself`,
    );
  }
  const notCompared: string[] = [];
  return {
    accountId: before.accountId,
    before: before.collectedAt,
    after: after.collectedAt,
    changes: [
      ...identityChanges(before, after, notCompared),
      ...functionChanges(before, after, notCompared),
      ...rootChanges(before, after, notCompared),
    ],
    notCompared,
  };
}

function identityChanges(before: AccountSnapshot, after: AccountSnapshot, notCompared: string[]): Change[] {
  if ([...before.missing, ...after.missing].some(({ area }) => area === "roles")) {
    notCompared.push("users, groups, roles and policies");
    return [];
  }
  const [usersBefore, usersAfter] = comparableUsers(before.users, after.users, notCompared);
  return [
    ...diff("role", before.roles, after.roles, roleFacets),
    ...diff("user", usersBefore, usersAfter, userFacets),
    ...diff("group", before.groups, after.groups, groupFacets),
    // What AWS changes in its own policies is no change of this account.
    ...diff(
      "managed policy",
      before.managedPolicies.filter(isOwn),
      after.managedPolicies.filter(isOwn),
      managedPolicyFacets,
    ),
  ];
}

function isOwn({ arn }: { readonly arn: string }): boolean {
  return !arn.includes(":iam::aws:");
}

const collectedParts = {
  accessKeys: "access keys",
  mfaDevices: "MFA devices",
  password: "passwords",
} as const;

/** The users without what one of the two snapshots did not collect. */
function comparableUsers(
  before: readonly UserSnapshot[],
  after: readonly UserSnapshot[],
  notCompared: string[],
): [readonly UserSnapshot[], readonly UserSnapshot[]] {
  let users = [before, after] as [readonly UserSnapshot[], readonly UserSnapshot[]];
  for (const [part, words] of Object.entries(collectedParts)) {
    const key = part as keyof typeof collectedParts;
    const lacking = new Set([...before, ...after].filter((user) => user[key] === null).map(({ arn }) => arn));
    if (lacking.size === 0) continue;
    notCompared.push(`${words} of ${lacking.size} users`);
    const without = (list: readonly UserSnapshot[]) =>
      list.map((user) => (lacking.has(user.arn) ? { ...user, [key]: null } : user));
    users = [without(users[0]), without(users[1])];
  }
  return users;
}

function functionChanges(before: AccountSnapshot, after: AccountSnapshot, notCompared: string[]): Change[] {
  const [seenBefore, seenAfter] = [seenRegions(before), seenRegions(after)];
  const unseen = [...new Set([...before.regions.names, ...after.regions.names])].filter(
    (region) => !seenBefore.has(region) || !seenAfter.has(region),
  );
  if (unseen.length > 0) notCompared.push(`functions in ${unseen.sort().join(", ")}`);
  const inBoth = ({ region }: FunctionSnapshot) => !unseen.includes(region);
  const [left, right] = [before.functions.filter(inBoth), after.functions.filter(inBoth)];
  const lacking = new Set(
    [...left, ...right].filter((f) => f.resourcePolicy === undefined).map(({ arn }) => arn),
  );
  if (lacking.size > 0) notCompared.push(`resource policies of ${lacking.size} functions`);
  return diff("function", left, right, (item) =>
    functionFacets(lacking.has(item.arn) ? { ...item, resourcePolicy: null } : item),
  );
}

function seenRegions({ regions, missing }: AccountSnapshot): Set<string> {
  const denied = new Set(missing.filter(({ area }) => area === "functions").map(({ region }) => region));
  return new Set(regions.names.filter((region) => !denied.has(region)));
}

function rootChanges(before: AccountSnapshot, after: AccountSnapshot, notCompared: string[]): Change[] {
  if (before.root === null || after.root === null) {
    notCompared.push("the root user");
    return [];
  }
  const arn = `arn:aws:iam::${before.accountId}:root`;
  return diff("root user", [{ arn, ...before.root }], [{ arn, ...after.root }], rootFacets);
}

function diff<Item extends { readonly arn: string }>(
  kind: Change["kind"],
  before: readonly Item[],
  after: readonly Item[],
  facetsOf: (item: Item) => Facet[],
): Change[] {
  const [old, current] = [byArn(before), byArn(after)];
  const arns = [...new Set([...old.keys(), ...current.keys()])].sort();
  return arns.flatMap((resource): Change[] => {
    const [left, right] = [old.get(resource), current.get(resource)];
    if (right === undefined) return [{ change: "removed", kind, resource, added: [], removed: [] }];
    if (left === undefined) return [{ change: "added", kind, resource, added: facetsOf(right), removed: [] }];
    const [had, has] = [facetsOf(left), facetsOf(right)];
    const [added, removed] = [without(has, had), without(had, has)];
    return added.length + removed.length > 0 ? [{ change: "changed", kind, resource, added, removed }] : [];
  });
}

function byArn<Item extends { readonly arn: string }>(items: readonly Item[]): Map<string, Item> {
  return new Map(items.map((item) => [item.arn, item]));
}

function without(facets: readonly Facet[], others: readonly Facet[]): Facet[] {
  const known = new Set(others.map((facet) => JSON.stringify(facet)));
  return facets.filter((facet) => !known.has(JSON.stringify(facet)));
}
