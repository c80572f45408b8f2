import { lint, readSources } from "../../../../../policies/lint";
import { accountSource, type AccountSnapshot } from "../../../../../policies/lint/account";
import { unusedServicePermissions } from "../../../../../policies/lint/rules/hygiene/unused-service-permissions";
import { defaultRuleOptions } from "../../../../../policies/lint/rules/rule";
import {
  arnOf,
  daysAgo,
  documentOf,
  managedPolicyOf,
  roleOf,
  snapshotOf,
  used,
  userOf,
} from "../../account/snapshots";

const s3 = {
  Effect: "Allow",
  Action: ["s3:GetObject", "SQS:SendMessage"],
  Resource: "arn:aws:s3:::photos/*",
};
const sqs = {
  Effect: "Allow",
  Action: "sqs:ReceiveMessage",
  Resource: "arn:aws:sqs:eu-west-1:111122223333:q",
};
const deny = { Effect: "Deny", Action: "sqs:DeleteQueue", Resource: "*" };
const inlinePolicies = [{ name: "p", document: documentOf(s3, sqs, deny) }];
const jobs = arnOf("role", "jobs");

const useOf = (principalArn: string, days: Record<string, number | null>) => ({
  principalArn,
  services: Object.entries(days).map(([service, at]) => ({
    service,
    lastUsed: at === null ? null : used(at),
  })),
});

function found(parts: Partial<AccountSnapshot>) {
  const { findings } = lint([accountSource(snapshotOf(parts))]);
  return findings.filter(({ ruleId }) => ruleId === "IAM502");
}

test.each([
  ["89 days ago", { s3: 1, sqs: 89 }, 0],
  ["90 days ago", { s3: 1, sqs: 90 }, 1],
  ["never", { s3: 1, sqs: null }, 1],
])("a service that was used %s", (_, days, count) => {
  expect(found({ roles: [roleOf({ inlinePolicies })], serviceUse: [useOf(jobs, days)] })).toHaveLength(count);
});

test("nothing is said of a principal that nobody asked about, and of a new one", () => {
  expect(found({ roles: [roleOf({ inlinePolicies })] })).toEqual([]);
  const young = roleOf({ inlinePolicies, createdAt: daysAgo(89) });
  expect(found({ roles: [young], serviceUse: [useOf(jobs, { sqs: null })] })).toEqual([]);
});

function suggestion(parts: Partial<AccountSnapshot>): unknown {
  const model = readSources([accountSource(snapshotOf(parts))]);
  const [result] = unusedServicePermissions.check(model, defaultRuleOptions);
  expect(result?.fix?.edits).toEqual([]);
  return result?.fix?.suggestion;
}

test("the suggestion is the policy without these services, its Denies kept", () => {
  const parts = { roles: [roleOf({ inlinePolicies })], serviceUse: [useOf(jobs, { s3: 1, sqs: null })] };
  const [finding] = found(parts);
  expect(finding).toMatchObject({
    resource: jobs,
    message:
      "Allows services that role jobs does not use: sqs was never used since it was made 300 days ago. Take them out of the policy.",
  });
  expect(suggestion(parts)).toEqual(documentOf({ ...s3, Action: "s3:GetObject" }, deny));
});

test("a policy of which nothing is used is suggested to go", () => {
  const serviceUse = [useOf(jobs, { s3: null, sqs: null })];
  expect(suggestion({ roles: [roleOf({ inlinePolicies })], serviceUse })).toBeNull();
});

test("a shared policy is judged by all that have it, or not at all", () => {
  const attachedPolicies = [arnOf("policy", "shared")];
  const parts = {
    roles: [roleOf({ attachedPolicies }), roleOf({ name: "other", attachedPolicies })],
    managedPolicies: [managedPolicyOf("shared", { attachmentCount: 2, document: documentOf(s3, sqs) })],
  };
  const other = arnOf("role", "other");
  expect(found({ ...parts, serviceUse: [useOf(jobs, { sqs: null, s3: 1 })] })).toEqual([]);
  const both = (days: number | null) => [
    useOf(jobs, { sqs: null, s3: 1 }),
    useOf(other, { sqs: days, s3: null }),
  ];
  expect(found({ ...parts, serviceUse: both(3) })).toEqual([]);
  expect(found({ ...parts, serviceUse: both(null) })).toMatchObject([
    { resource: arnOf("policy", "shared") },
  ]);
});

test("what only AWS's policies allow is told at the principal", () => {
  const user = userOf({ attachedPolicies: ["arn:aws:iam::aws:policy/AmazonS3FullAccess"] });
  const [finding] = found({ users: [user], serviceUse: [useOf(user.arn, { s3: null })] });
  expect(finding?.message).toMatch(
    /^AmazonS3FullAccess of user ann allows services that it does not use: s3 was never used/,
  );
});
