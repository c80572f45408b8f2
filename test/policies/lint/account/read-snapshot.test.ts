import { formatSnapshot, readSnapshot, SnapshotError } from "../../../../policies/lint/account";
import { lintFiles } from "../helpers";
import { roleOf, snapshotOf, userOf } from "./snapshots";

test("what was written is read", () => {
  const snapshot = snapshotOf({ roles: [roleOf()], users: [userOf()] });
  expect(readSnapshot(formatSnapshot(snapshot), "a.json")).toEqual(snapshot);
});

const whole = snapshotOf({ roles: [roleOf()], users: [userOf()] });

test.each([
  ["no JSON", "{", /^a\.json:1:2 is not valid JSON/],
  [
    "another file",
    { Statement: [] },
    /^a\.json is no account snapshot; `policy-lint snapshot --output NEW_FILE` makes one$/,
  ],
  ["a list", [], /is no account snapshot/],
  [
    "a later version",
    { ...whole, version: 2 },
    /is an account snapshot of version 2; this policy-lint reads version 1/,
  ],
  ["no version", { ...whole, version: undefined }, /of version undefined/],
  [
    "an account id that is none",
    { ...whole, accountId: "12" },
    /\/accountId is "12"; it must be an account id of twelve digits/,
  ],
  [
    "a time that is none",
    { ...whole, collectedAt: "today" },
    /\/collectedAt is "today"; it must be a time in UTC like/,
  ],
  ["no roles", { ...whole, roles: undefined }, /\/roles is missing; it must be a list/],
  ["a role that is a text", { ...whole, roles: ["x"] }, /\/roles\/0 is "x"; it must be an object/],
  [
    "a role without trust",
    { ...whole, roles: [roleOf({ trustPolicy: undefined })] },
    /\/roles\/0\/trustPolicy is missing/,
  ],
  [
    "an active that is no flag",
    {
      ...whole,
      users: [{ ...userOf(), accessKeys: [{ id: "A", active: "yes", createdAt: whole.collectedAt }] }],
    },
    /\/users\/0\/accessKeys\/0\/active is "yes"; it must be true or false/,
  ],
  [
    "an unknown area",
    { ...whole, missing: [{ area: "x", region: null, permission: null, message: "m" }] },
    /\/missing\/0\/area is "x"; it must be one of roles, users/,
  ],
])("%s is refused with what and where", (_, content, message) => {
  const text = typeof content === "string" ? content : JSON.stringify(content);
  expect(() => readSnapshot(text, "a.json")).toThrow(SnapshotError);
  expect(() => readSnapshot(text, "a.json")).toThrow(message);
  // The linter refuses the same, and never passes it over.
  const { findings, unreadable } = lintFiles({ "a.json": text });
  expect(unreadable || findings.some(({ severity }) => severity === "error")).toBe(true);
});

test("the linter looks at what is right beside what is wrong", () => {
  const allowAll = {
    name: "all",
    document: { Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }] },
  };
  const roles = [{ ...roleOf(), createdAt: 5 }, roleOf({ name: "admin", inlinePolicies: [allowAll] })];
  const { findings, unreadable } = lintFiles({ "a.json": { ...whole, roles } });
  expect(unreadable).toBe(false);
  expect(findings).toContainEqual(
    expect.objectContaining({ ruleId: "IAM001", pointer: "/roles/0/createdAt", severity: "error" }),
  );
  expect(findings).toContainEqual(
    expect.objectContaining({ ruleId: "IAM201", resource: expect.stringMatching(/role\/admin$/) as string }),
  );
});
