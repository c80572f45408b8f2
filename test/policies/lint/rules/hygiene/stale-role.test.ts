import { daysAgo, roleOf, used } from "../../account/snapshots";
import { hygiene, verdictsOf } from "./support";

const verdict = (parts: Parameters<typeof roleOf>[0], options?: { staleDays?: number }) =>
  verdictsOf({ roles: [roleOf(parts)] }, options);

test.each([
  ["used 89 days ago", { lastUsed: used(89) }, []],
  ["used 90 days ago", { lastUsed: used(90) }, ["IAM501 warning"]],
  ["never used, made 89 days ago", { lastUsed: null, createdAt: daysAgo(89) }, []],
  ["never used, made 90 days ago", { lastUsed: null, createdAt: daysAgo(90) }, ["IAM501 warning"]],
  [
    "older than what is tracked, and not used within",
    { lastUsed: null, createdAt: daysAgo(900) },
    ["IAM501 warning"],
  ],
  ["use not collected", { lastUsed: undefined, createdAt: daysAgo(900) }, []],
  ["linked to a service", { lastUsed: null, path: "/aws-service-role/x.amazonaws.com/" }, []],
  ["of IAM Identity Center", { lastUsed: null, path: "/aws-reserved/sso.amazonaws.com/" }, []],
  ["a path that only looks so", { lastUsed: null, path: "/aws-service-roles/" }, ["IAM501 warning"]],
])("a role %s", (_, parts, expected) => {
  expect(verdict(parts)).toEqual(expected);
});

test("the limit can be set; beyond what AWS tracks nobody can tell", () => {
  expect(verdict({ lastUsed: used(31) }, { staleDays: 30 })).toEqual(["IAM501 warning"]);
  expect(verdict({ lastUsed: used(31) }, { staleDays: 32 })).toEqual([]);
  const old = { lastUsed: null, createdAt: daysAgo(900) };
  expect(verdict(old, { staleDays: 400 })).toEqual(["IAM501 warning"]);
  expect(verdict(old, { staleDays: 401 })).toEqual(["IAM501 info"]);
});

test("never used is told apart from not tracked", () => {
  const message = (createdDaysAgo: number) =>
    hygiene({ roles: [roleOf({ lastUsed: null, createdAt: daysAgo(createdDaysAgo) })] })[0]?.message;
  expect(message(400)).toBe(
    "The role was never used since it was made 400 days ago. Delete it if nobody needs it.",
  );
  expect(message(401)).toBe(
    "The role was not used in the 400 days that AWS tracks; use before that is not tracked. Delete it if nobody needs it.",
  );
  const [finding] = hygiene({ roles: [roleOf({ lastUsed: used(100) })] });
  expect(finding?.message).toMatch(/^The role was last used 100 days ago, in eu-west-1\./);
  expect(finding).toMatchObject({ pointer: "/roles/0", resource: "arn:aws:iam::111122223333:role/jobs" });
});
