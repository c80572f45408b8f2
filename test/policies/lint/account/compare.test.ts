import { diffSnapshots, formatDiff, SnapshotError } from "../../../../policies/lint/account";
import {
  arnOf,
  documentOf,
  keyOf,
  managedPolicyOf,
  roleOf,
  snapshotOf,
  trustOf,
  used,
  userOf,
} from "./snapshots";

const read = { Effect: "Allow", Action: "s3:GetObject", Resource: "arn:aws:s3:::photos/*" };
const write = { Effect: "Allow", Action: ["s3:PutObject"], Resource: "arn:aws:s3:::photos/*" };

const before = snapshotOf({
  collectedAt: "2026-01-01T00:00:00Z",
  roles: [roleOf({ inlinePolicies: [{ name: "s3", document: documentOf(read) }] }), roleOf({ name: "gone" })],
  users: [userOf({ accessKeys: [keyOf(200, used(9))] })],
  managedPolicies: [managedPolicyOf("shared", { document: documentOf(read, write) })],
});
const after = snapshotOf({
  roles: [
    roleOf({
      inlinePolicies: [{ name: "s3", document: documentOf(read, write) }],
      attachedPolicies: ["arn:aws:iam::aws:policy/PowerUserAccess"],
    }),
    roleOf({ name: "new", trustPolicy: trustOf({ AWS: "arn:aws:iam::999988887777:root" }) }),
  ],
  users: [userOf({ accessKeys: [keyOf(200, used(9), false)], groups: ["admins"] })],
  managedPolicies: [managedPolicyOf("shared", { document: documentOf(read) })],
  functions: [
    {
      arn: "arn:aws:lambda:eu-west-1:111122223333:function:f",
      name: "f",
      region: "eu-west-1",
      roles: [arnOf("role", "new")],
      resourcePolicy: null,
    },
  ],
});

const statement = (what: string, value: object) => ({ what: `statement of ${what}`, value });

test("what came, what went, and what changed, by statement", () => {
  const { changes, notCompared } = diffSnapshots(before, after);
  const one = (resource: string) => changes.find((change) => change.resource === resource);
  expect(notCompared).toEqual([]);
  expect(
    changes.map(({ change, kind, resource }) => `${change} ${kind} ${resource.split(/[:/]/).pop() ?? ""}`),
  ).toEqual([
    "removed role gone",
    "changed role jobs",
    "added role new",
    "changed user ann",
    "changed managed policy shared",
    "added function f",
  ]);
  expect(one(arnOf("role", "jobs"))).toMatchObject({
    added: [
      { what: "attached policy", value: "arn:aws:iam::aws:policy/PowerUserAccess" },
      statement('inline policy "s3"', { ...write, Action: "s3:PutObject" }),
    ],
    removed: [],
  });
  expect(one(arnOf("role", "new"))?.added).toContainEqual(
    statement("trust policy", {
      Action: "sts:AssumeRole",
      Effect: "Allow",
      Principal: { AWS: "arn:aws:iam::999988887777:root" },
    }),
  );
  expect(one(arnOf("user", "ann"))).toMatchObject({
    added: [{ what: "group", value: "admins" }, { what: "access key (inactive)" }],
    removed: [{ what: "access key (active)" }],
  });
  expect(one(arnOf("policy", "shared"))).toMatchObject({
    added: [],
    removed: [statement("policy", { ...write, Action: "s3:PutObject" })],
  });
});

test("other words for the same, later use and AWS's own changes are no difference", () => {
  const same = {
    Statement: { Resource: ["b", "a"], Effect: "Allow", Action: ["s3:GetObject", "s3:PutObject"] },
    Version: "2012-10-17",
  };
  const other = documentOf({
    Effect: "Allow",
    Action: ["s3:PutObject", "s3:GetObject"],
    Resource: ["a", "b"],
  });
  const aws = (document: object) => managedPolicyOf("x", { arn: "arn:aws:iam::aws:policy/x", document });
  const with_ = (document: object, days: number) =>
    snapshotOf({
      roles: [roleOf({ lastUsed: used(days), inlinePolicies: [{ name: "p", document }] })],
      managedPolicies: [aws(document)],
    });
  const left = with_(same, 5);
  const right = { ...with_(other, 1), managedPolicies: [aws(documentOf(read))] };
  expect(diffSnapshots(left, right).changes).toEqual([]);
});

test("what one of the two lacks is not taken for gone", () => {
  const denied = (area: "roles" | "functions", region: string | null) => ({
    area,
    region,
    permission: "x:Y",
    message: "denied",
  });
  const lambda = after.functions;
  const noFunctions = { ...after, functions: [], missing: [denied("functions", "eu-west-1")] };
  expect(diffSnapshots({ ...after, functions: lambda }, noFunctions)).toMatchObject({
    changes: [],
    notCompared: ["functions in eu-west-1"],
  });
  expect(diffSnapshots(before, { ...snapshotOf(), missing: [denied("roles", null)] })).toMatchObject({
    changes: [],
    notCompared: ["users, groups, roles and policies"],
  });
  expect(diffSnapshots(after, { ...after, root: null })).toMatchObject({
    changes: [],
    notCompared: ["the root user"],
  });
  const keyless = {
    ...after,
    users: after.users.map((user) => ({ ...user, accessKeys: null, mfaDevices: null })),
  };
  expect(diffSnapshots(after, keyless)).toMatchObject({
    changes: [],
    notCompared: ["access keys of 1 users", "MFA devices of 1 users"],
  });
  const elsewhere = { ...after, regions: { names: ["eu-north-1"], all: false }, functions: [] };
  expect(diffSnapshots(after, elsewhere).notCompared).toEqual(["functions in eu-north-1, eu-west-1"]);
});

test("the root user's keys are a change", () => {
  const withKeys = snapshotOf({ root: { hasAccessKeys: true, hasMfa: true, hasPassword: true } });
  expect(diffSnapshots(snapshotOf(), withKeys).changes).toEqual([
    {
      change: "changed",
      kind: "root user",
      resource: "arn:aws:iam::111122223333:root",
      added: [{ what: "access keys", value: "exist" }],
      removed: [],
    },
  ]);
});

test("two accounts are not compared", () => {
  expect(() => diffSnapshots(before, { ...after, accountId: "999988887777" })).toThrow(SnapshotError);
  expect(() => diffSnapshots(before, { ...after, accountId: "999988887777" })).toThrow(
    /111122223333 and 999988887777/,
  );
});

describe("formats", () => {
  const diff = diffSnapshots(before, after);

  test("text shows each change with its lines, and one summary", () => {
    const lines = formatDiff(diff, "text").split("\n");
    expect(lines[0]).toBe("Account 111122223333, from 2026-01-01T00:00:00Z to 2026-07-01T00:00:00Z");
    expect(lines).toContain(`- role ${arnOf("role", "gone")}`);
    expect(lines).toContain("    + attached policy: arn:aws:iam::aws:policy/PowerUserAccess");
    expect(lines.at(-2)).toBe("2 added, 1 removed, 3 changed.");
  });

  test("markdown keeps what a policy holds inside its fence", () => {
    const odd = roleOf({ inlinePolicies: [{ name: "p", document: documentOf({ ...read, Sid: "```" }) }] });
    const text = formatDiff(diffSnapshots(snapshotOf(), snapshotOf({ roles: [odd] })), "markdown");
    expect(text).toContain("````diff\n");
    expect(text).toContain(`**added** role \`${odd.arn}\``);
    expect(text.split("\n").filter((line) => /^`{3,}/.test(line))).toHaveLength(2);
  });

  test("JSON has a version and all of it", () => {
    expect(JSON.parse(formatDiff(diff, "json"))).toEqual({ version: 1, ...diff });
  });

  test("nothing changed is said", () => {
    expect(formatDiff(diffSnapshots(after, after), "text")).toContain("Nothing changed.");
  });
});
