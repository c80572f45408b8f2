/** Keys, MFA, the root user and policies that nobody has. */
import { arnOf, keyOf, managedPolicyOf, roleOf, used, userOf } from "../../account/snapshots";
import { hygiene, verdictsOf } from "./support";

const withKeys = (...accessKeys: ReturnType<typeof keyOf>[]) => ({ users: [userOf({ accessKeys })] });

test.each([
  ["90 days old and used", [keyOf(90, used(1))], []],
  ["91 days old and used", [keyOf(91, used(1))], ["IAM505 warning"]],
  ["old and not used for 89 days", [keyOf(300, used(89))], ["IAM505 warning"]],
  [
    "old and not used for 90 days: to be deleted and not replaced",
    [keyOf(300, used(90))],
    ["IAM506 warning"],
  ],
  ["never used, 89 days old", [keyOf(89, null)], []],
  ["never used, 90 days old", [keyOf(90, null)], ["IAM506 warning"]],
  ["from before AWS tracked keys, and not used since", [keyOf(4500, null)], ["IAM506 warning"]],
  ["whose use was not collected", [keyOf(30, undefined)], []],
  ["old, whose use was not collected", [keyOf(300, undefined)], ["IAM505 warning"]],
  ["switched off", [keyOf(300, null, false)], []],
  ["one of two that work", [keyOf(1, used(0)), keyOf(1, used(0))], ["IAM509 warning"]],
  ["one of two of which one is switched off", [keyOf(1, used(0)), keyOf(1, null, false)], []],
])("a key %s", (_, keys, expected) => {
  expect(verdictsOf(withKeys(...keys))).toEqual(expected);
});

test("a finding names the key and its user", () => {
  const [finding] = hygiene(withKeys(keyOf(100, null)));
  expect(finding).toMatchObject({ resource: arnOf("user", "ann"), pointer: "/users/0/accessKeys/0" });
  expect(finding?.message).toMatch(
    /^The access key AKIAIOSFODNN7EXAMPLE of user ann was never used since it was made 100 days ago\./,
  );
});

const password = { exists: true, lastUsed: null };

test.each([
  ["a password and no device", { password, mfaDevices: [] }, ["IAM507 warning"]],
  ["a password and a device", { password, mfaDevices: ["serial"] }, []],
  ["no password", { password: { exists: false, lastUsed: null }, mfaDevices: [] }, []],
  ["a password, devices not collected", { password, mfaDevices: null }, []],
  ["a password not collected", { password: null, mfaDevices: [] }, []],
])("a user with %s", (_, parts, expected) => {
  expect(verdictsOf({ users: [userOf(parts)] })).toEqual(expected);
});

test.each([
  ["no keys, and MFA", { hasAccessKeys: false, hasMfa: true, hasPassword: true }, 0],
  ["keys", { hasAccessKeys: true, hasMfa: true, hasPassword: true }, 1],
  ["no MFA", { hasAccessKeys: false, hasMfa: false, hasPassword: true }, 1],
  ["no MFA, a password perhaps", { hasAccessKeys: false, hasMfa: false, hasPassword: null }, 1],
  ["no MFA, and no password to protect", { hasAccessKeys: false, hasMfa: false, hasPassword: false }, 0],
  ["keys and no MFA", { hasAccessKeys: true, hasMfa: false, hasPassword: true }, 2],
  ["nothing collected", null, 0],
])("a root user with %s", (_, root, count) => {
  expect(verdictsOf({ root })).toEqual(Array<string>(count).fill("IAM508 error"));
});

test.each([
  ["attached to nobody", { attachmentCount: 0 }, ["IAM504 info"]],
  ["attached", { attachmentCount: 1 }, []],
  ["that only bounds", { attachmentCount: 0, boundaryCount: 1 }, []],
  ["of AWS", { attachmentCount: 0, arn: "arn:aws:iam::aws:policy/p" }, []],
])("a policy %s", (_, parts, expected) => {
  expect(verdictsOf({ managedPolicies: [managedPolicyOf("p", parts)] })).toEqual(expected);
});

test("a policy that bounds a role counts as used, whatever IAM counts", () => {
  const roles = [roleOf({ boundary: arnOf("policy", "p") })];
  expect(verdictsOf({ roles, managedPolicies: [managedPolicyOf("p", { attachmentCount: 0 })] })).toEqual([]);
});
