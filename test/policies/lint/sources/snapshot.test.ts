/** What a snapshot of an account becomes in the linter's model. */
import { readSources } from "../../../../policies/lint";
import { accountSource, type AccountSnapshot } from "../../../../policies/lint/account";
import { arnOf, documentOf, managedPolicyOf, roleOf, snapshotOf, userOf } from "../account/snapshots";
import { lintFiles } from "../helpers";

const modelOf = (parts: Partial<AccountSnapshot>) => readSources([accountSource(snapshotOf(parts))]);
const principalOf = (model: ReturnType<typeof modelOf>, name: string) =>
  model.principals.find((principal) => principal.name === name);

const inline = (action: string) => [
  { name: action, document: documentOf({ Effect: "Allow", Action: action, Resource: "*" }) },
];
const actionsOf = (
  policies: readonly { statements: readonly { actions?: readonly { value: string }[] }[] }[] = [],
) =>
  policies.flatMap(({ statements }) =>
    statements.flatMap(({ actions = [] }) => actions.map(({ value }) => value)),
  );

const shared = managedPolicyOf("shared", { attachmentCount: 2 });

test("a user acts with its own policies, attached ones, and those of its groups", () => {
  const group = {
    ...userOf(),
    arn: arnOf("group", "ops"),
    name: "ops",
    inlinePolicies: inline("ec2:StopInstances"),
  };
  const user = userOf({
    groups: ["ops", "unknown"],
    inlinePolicies: inline("sqs:SendMessage"),
    attachedPolicies: [shared.arn, "arn:aws:iam::aws:policy/job-function/Billing"],
  });
  const model = modelOf({ users: [user], groups: [group], managedPolicies: [shared] });
  const ann = principalOf(model, "ann");
  expect(actionsOf(ann?.policies)).toEqual(["sqs:SendMessage", "s3:GetObject", "ec2:StopInstances"]);
  expect(ann?.managedPolicies).toEqual(["Billing"]);
  expect(
    model.attachments.map(({ policyArn, policy, resource }) => [policyArn ?? policy?.resource, resource]),
  ).toEqual([
    [shared.arn, user.arn],
    ["arn:aws:iam::aws:policy/job-function/Billing", user.arn],
  ]);
  // The group's own policy is one of the group's, whoever is in it.
  expect(model.policies).toHaveLength(3);
});

test("only a policy with one holder has siblings", () => {
  const roles = [
    roleOf({ inlinePolicies: inline("sqs:SendMessage"), attachedPolicies: [shared.arn] }),
    roleOf({ name: "other", attachedPolicies: [shared.arn] }),
  ];
  const { policies } = modelOf({ roles, managedPolicies: [shared] });
  const siblings = (action: string) =>
    policies.find((policy) => actionsOf([policy]).includes(action))?.siblings;
  expect(actionsOf(siblings("sqs:SendMessage"))).toEqual(["s3:GetObject"]);
  expect(siblings("s3:GetObject")).toEqual([]);
});

test("a boundary limits: it is no grant, unless it is attached too", () => {
  const bounded = roleOf({ boundary: shared.arn });
  const kinds = (attachmentCount: number) => {
    const model = modelOf({ roles: [bounded], managedPolicies: [{ ...shared, attachmentCount }] });
    return [principalOf(model, "jobs")?.boundary, model.policies.map(({ kind }) => kind).sort()];
  };
  expect(kinds(0)).toEqual([
    expect.objectContaining({ kind: "limit", resource: shared.arn }),
    ["limit", "trust"],
  ]);
  expect(kinds(1)).toEqual([expect.objectContaining({ kind: "limit" }), ["identity", "limit", "trust"]]);
  expect(principalOf(modelOf({ roles: [bounded] }), "jobs")?.boundary).toBe("unknown");
});

test("an attached policy that the snapshot lacks is said", () => {
  const { problems } = modelOf({ roles: [roleOf({ attachedPolicies: [shared.arn] })] });
  expect(problems).toMatchObject([{ kind: "not-analysable", pointer: "/roles/0/attachedPolicies/0" }]);
});

test("service-linked roles are AWS's affair", () => {
  const own = roleOf({ path: "/aws-service-role/x.amazonaws.com/", inlinePolicies: inline("*") });
  expect(modelOf({ roles: [own] })).toMatchObject({ principals: [], policies: [] });
});

test("a function's resource policy is one, with its role among the functions", () => {
  const arn = "arn:aws:lambda:eu-west-1:111122223333:function:f";
  const resourcePolicy = documentOf({
    Effect: "Allow",
    Principal: "*",
    Action: "lambda:InvokeFunction",
    Resource: arn,
  });
  const functions = [{ arn, name: "f", region: "eu-west-1", roles: [arnOf("role", "jobs")], resourcePolicy }];
  const model = modelOf({ functions });
  expect(model.policies).toMatchObject([{ kind: "resource", carrier: "lambda_function", resource: arn }]);
  expect(model.functions).toMatchObject([{ resource: arn, name: "f", role: arnOf("role", "jobs") }]);
});

test("a dollar sign with a brace is IAM's variable", () => {
  const document = documentOf({
    Effect: "Allow",
    Action: "s3:GetObject",
    Resource: "arn:aws:s3:::b/${aws:username}",
  });
  const model = modelOf({ users: [userOf({ inlinePolicies: [{ name: "own", document }] })] });
  expect(model.policies[0]?.statements[0]?.resources?.[0]?.value).toBe("arn:aws:s3:::b/${aws:username}");
});

test("a finding's line is the one in the snapshot, its pointer the one in the policy", () => {
  const snapshot = snapshotOf({ roles: [roleOf({ inlinePolicies: inline("*") })] });
  const [finding] = lintFiles({ "account.json": snapshot }).findings.filter(
    ({ ruleId }) => ruleId === "IAM201",
  );
  const line = JSON.stringify(snapshot, null, 2).split("\n")[(finding?.line ?? 0) - 1];
  expect(line?.trim()).toMatch(/^"Action": "\*"/);
  expect(finding).toMatchObject({ pointer: "/Statement/0/Action", resource: arnOf("role", "jobs") });
});

test("a document that IAM gave in no readable form is not passed over", () => {
  const roles = [roleOf({ inlinePolicies: [{ name: "p", document: "%7B" }] })];
  const { findings } = lintFiles({ "account.json": snapshotOf({ roles }) });
  expect(findings).toContainEqual(
    expect.objectContaining({ severity: "error", resource: arnOf("role", "jobs") }),
  );
});
