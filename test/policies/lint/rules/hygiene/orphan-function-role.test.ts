import type { AccountSnapshot } from "../../../../../policies/lint/account";
import {
  arnOf,
  daysAgo,
  documentOf,
  managedPolicyOf,
  roleOf,
  snapshotOf,
  trustOf,
  used,
} from "../../account/snapshots";
import { lambdaTrust, lintFiles, policy } from "../../helpers";
import { hygiene } from "./support";

type Role = AccountSnapshot["roles"][number];

const trust = trustOf({ Service: "lambda.amazonaws.com" });
const lambdaRole = (parts: Partial<Role> = {}) => roleOf({ trustPolicy: trust, ...parts });
const functionOf = (name: string, ...roles: string[]) => {
  return { arn: `arn:aws:lambda:eu-west-1:111122223333:function:${name}`, name, region: "eu-west-1", roles };
};
const logsOf = (name: string) => [
  {
    name: "logs",
    document: documentOf({
      Effect: "Allow",
      Action: "logs:PutLogEvents",
      Resource: `arn:aws:logs:eu-west-1:111122223333:log-group:/aws/lambda/${name}:*`,
    }),
  },
];

const verdict = (parts: Partial<AccountSnapshot>) =>
  hygiene(parts).map(({ ruleId, severity, confidence }) =>
    [ruleId, severity, confidence ?? ""].join(" ").trim(),
  );

test.each<[string, Partial<AccountSnapshot>, string[]]>([
  ["used by a function", { roles: [lambdaRole()], functions: [functionOf("f", arnOf("role", "jobs"))] }, []],
  [
    "used by an old version only",
    { roles: [lambdaRole()], functions: [functionOf("f", arnOf("role", "x"), arnOf("role", "jobs"))] },
    [],
  ],
  ["used by none, lately", { roles: [lambdaRole()] }, ["IAM503 warning medium"]],
  ["used by none, not for long", { roles: [lambdaRole({ lastUsed: used(90) })] }, ["IAM503 warning high"]],
  ["used by none, 89 days ago", { roles: [lambdaRole({ lastUsed: used(89) })] }, ["IAM503 warning medium"]],
  [
    "naming a function that is gone",
    { roles: [lambdaRole({ inlinePolicies: logsOf("gone") })] },
    ["IAM503 warning high"],
  ],
  [
    "naming a function that is there",
    {
      roles: [lambdaRole({ inlinePolicies: logsOf("f") })],
      functions: [functionOf("f", arnOf("role", "x"))],
    },
    ["IAM503 warning medium"],
  ],
  [
    "naming functions by a pattern",
    { roles: [lambdaRole({ inlinePolicies: logsOf("g*") })] },
    ["IAM503 warning medium"],
  ],
  [
    "that others may assume",
    {
      roles: [
        lambdaRole({ trustPolicy: trustOf({ Service: ["lambda.amazonaws.com", "ec2.amazonaws.com"] }) }),
      ],
    },
    [],
  ],
  [
    "that everybody but one may assume",
    {
      roles: [
        lambdaRole({
          trustPolicy: documentOf({
            Effect: "Allow",
            NotPrincipal: { Service: "lambda.amazonaws.com" },
            Action: "sts:AssumeRole",
          }),
        }),
      ],
    },
    [],
  ],
  [
    "of Lambda's own operator",
    {
      roles: [
        lambdaRole({ attachedPolicies: ["arn:aws:iam::aws:policy/AWSLambdaManagedEC2ResourceOperator"] }),
      ],
    },
    [],
  ],
  ["of other services", { roles: [roleOf()] }, []],
  [
    "at the edge, with us-east-1 seen",
    {
      roles: [
        lambdaRole({
          trustPolicy: trustOf({ Service: ["lambda.amazonaws.com", "edgelambda.amazonaws.com"] }),
        }),
      ],
      regions: { names: ["us-east-1"], all: true },
    },
    ["IAM503 warning medium"],
  ],
  [
    "at the edge, without us-east-1",
    {
      roles: [
        lambdaRole({
          trustPolicy: trustOf({ Service: ["lambda.amazonaws.com", "edgelambda.amazonaws.com"] }),
        }),
      ],
    },
    ["IAM503 info"],
  ],
])("a role %s", (_, parts, expected) => {
  expect(verdict(parts)).toEqual(expected);
});

test("with a region that could not be read it is unknown, however long it was not used", () => {
  const missing = [
    { area: "functions", region: "eu-west-1", permission: "lambda:ListFunctions", message: "no" },
  ] as const;
  const [finding] = hygiene({
    missing,
    roles: [lambdaRole({ lastUsed: used(300), inlinePolicies: logsOf("gone") })],
  });
  expect(finding).toMatchObject({ ruleId: "IAM503", severity: "info" });
  expect(finding?.confidence).toBeUndefined();
});

describe("policies of Lambda's console", () => {
  const name = "AWSLambdaBasicExecutionRole-0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0";
  const document = logsOf("gone")[0]?.document;

  test("attached to nothing are left over; naming a function that is gone makes it sure", () => {
    expect(verdict({ managedPolicies: [managedPolicyOf(name, { attachmentCount: 0 })] })).toEqual([
      "IAM503 warning medium",
    ]);
    expect(verdict({ managedPolicies: [managedPolicyOf(name, { attachmentCount: 0, document })] })).toEqual([
      "IAM503 warning high",
    ]);
  });

  test("are named with the role that alone has them", () => {
    const roles = [lambdaRole({ attachedPolicies: [arnOf("policy", name)] })];
    const message = (attachmentCount: number) =>
      hygiene({ roles, managedPolicies: [managedPolicyOf(name, { attachmentCount, document })] }).map(
        (f) => f.message,
      );
    expect(message(1)).toEqual([
      expect.stringMatching(new RegExp(`Delete the role, and its policy ${name}\\.$`)),
    ]);
    expect(message(2)).toEqual([expect.stringMatching(/Delete the role\.$/)]);
  });

  test("are an unattached policy like others without that name", () => {
    expect(
      verdict({ managedPolicies: [managedPolicyOf("AWSLambdaBasicExecutionRole", { attachmentCount: 0 })] }),
    ).toEqual(["IAM504 info"]);
  });
});

describe("in Terraform", () => {
  const role = { assume_role_policy: JSON.stringify(lambdaTrust) };
  const verdicts = (resource: object) =>
    lintFiles({ "main.tf.json": { resource } }).findings.filter(({ ruleId }) => ruleId === "IAM503");

  test("a role for Lambda that no function is given", () => {
    expect(verdicts({ aws_iam_role: { left: role } })).toEqual([
      expect.objectContaining({ severity: "warning", confidence: "medium", resource: "aws_iam_role.left" }),
    ]);
    const aws_lambda_function = { f: { function_name: "f", role: "${aws_iam_role.left.arn}" } };
    expect(verdicts({ aws_iam_role: { left: role }, aws_lambda_function })).toEqual([]);
    expect(verdicts({ aws_iam_role: { left: role, other: role }, aws_lambda_function })).toMatchObject([
      { resource: "aws_iam_role.other" },
    ]);
  });

  test("a role that is given by its name in an ARN", () => {
    const aws_iam_role = { left: { ...role, name: "left" } };
    const given = (arn: string) => ({ aws_lambda_function: { f: { function_name: "f", role: arn } } });
    expect(verdicts({ aws_iam_role, ...given("arn:aws:iam::111122223333:role/path/left") })).toEqual([]);
    expect(verdicts({ aws_iam_role, ...given("arn:aws:iam::111122223333:role/not-left") })).toHaveLength(1);
  });

  test("a role that an output or a module call hands on may be used there", () => {
    const resource = { aws_iam_role: { left: role, other: role } };
    const left = (parts: object) =>
      lintFiles({ "main.tf.json": { resource, ...parts } })
        .findings.filter(({ ruleId }) => ruleId === "IAM503")
        .map((finding) => finding.resource);
    expect(left({})).toEqual(["aws_iam_role.left", "aws_iam_role.other"]);
    expect(left({ output: { role: { value: "${aws_iam_role.left.arn}" } } })).toEqual(["aws_iam_role.other"]);
    expect(left({ module: { f: { source: "./f", roles: ["${aws_iam_role.other.arn}"] } } })).toEqual([
      "aws_iam_role.left",
    ]);
    expect(left({ output: { role: { value: "aws_iam_role.left" } } })).toHaveLength(2);
  });

  test.each<[string, object, number]>([
    [
      "another resource's attribute",
      { aws_synthetics_canary: { c: { execution_role_arn: "${aws_iam_role.left.arn}" } } },
      0,
    ],
    [
      "an attribute of a nested block",
      { aws_pipes_pipe: { p: { target_parameters: [{ role_arn: "${aws_iam_role.left.arn}" }] } } },
      0,
    ],
    [
      "its own policy and attachment, which say what it may do",
      {
        aws_iam_role_policy: { p: { role: "${aws_iam_role.left.id}", policy: JSON.stringify(policy()) } },
        aws_iam_role_policy_attachment: {
          a: { role: "${aws_iam_role.left.name}", policy_arn: "arn:aws:iam::aws:policy/ReadOnlyAccess" },
        },
      },
      1,
    ],
    [
      "a bucket's policy, which lets it in",
      {
        aws_s3_bucket_policy: {
          b: {
            bucket: "b",
            policy: JSON.stringify(
              policy({
                Effect: "Allow",
                Principal: { AWS: "${aws_iam_role.left.arn}" },
                Action: "s3:GetObject",
                Resource: "arn:aws:s3:::b/*",
              }),
            ),
          },
        },
      },
      1,
    ],
  ])("a role that is referred to by %s", (_, others, count) => {
    expect(verdicts({ aws_iam_role: { left: role }, ...others })).toHaveLength(count);
  });

  test("another configuration's role of the same address is another role", () => {
    const uses = { aws_lambda_function: { f: { function_name: "f", role: "${aws_iam_role.r.arn}" } } };
    const { findings } = lintFiles({
      "stacks/a/cdk.tf.json": { resource: { aws_iam_role: { r: role } } },
      "stacks/b/cdk.tf.json": { resource: { aws_iam_role: { r: role }, ...uses } },
    });
    expect(findings.filter(({ ruleId }) => ruleId === "IAM503")).toMatchObject([
      { file: "stacks/a/cdk.tf.json", resource: "aws_iam_role.r" },
    ]);
  });

  test("a plan's resources and calls of modules hand on as well", () => {
    const values = role;
    const resource = (address: string) => ({
      address,
      mode: "managed",
      type: "aws_iam_role",
      name: "left",
      values,
    });
    const plan = (configuration: object) => ({
      format_version: "1.2",
      planned_values: {
        root_module: {
          resources: [resource("aws_iam_role.left")],
          child_modules: [{ address: "module.m", resources: [resource("module.m.aws_iam_role.left")] }],
        },
      },
      configuration: { root_module: configuration },
    });
    const left = (configuration: object) =>
      lintFiles({ "plan.json": plan(configuration) })
        .findings.filter(({ ruleId }) => ruleId === "IAM503")
        .map((finding) => finding.resource);
    const refers = { references: ["aws_iam_role.left.arn", "aws_iam_role.left"] };
    const canary = { type: "aws_synthetics_canary", expressions: { execution_role_arn: refers } };
    expect(left({})).toEqual(["aws_iam_role.left", "module.m.aws_iam_role.left"]);
    expect(left({ resources: [canary] })).toEqual(["module.m.aws_iam_role.left"]);
    expect(left({ module_calls: { m: { expressions: { role: refers } } } })).toEqual([
      "module.m.aws_iam_role.left",
    ]);
    expect(left({ module_calls: { m: { module: { resources: [canary] } } } })).toEqual(["aws_iam_role.left"]);
  });

  test("a plan's root outputs hand on as well", () => {
    const plan = (outputs: object) => ({
      format_version: "1.2",
      planned_values: {
        root_module: {
          resources: [
            {
              address: "aws_iam_role.left",
              mode: "managed",
              type: "aws_iam_role",
              name: "left",
              values: role,
            },
          ],
        },
      },
      configuration: { root_module: { outputs } },
    });
    const count = (outputs: object) =>
      lintFiles({ "plan.json": plan(outputs) }).findings.filter(({ ruleId }) => ruleId === "IAM503").length;
    expect(count({})).toBe(1);
    expect(
      count({ role: { expression: { references: ["aws_iam_role.left.arn", "aws_iam_role.left"] } } }),
    ).toBe(0);
  });

  test("nothing is said while a function's role is known only to Terraform", () => {
    const aws_lambda_function = { f: { function_name: "f", role: "${var.role}" } };
    expect(verdicts({ aws_iam_role: { left: role }, aws_lambda_function })).toEqual([]);
  });

  test("roles of an account that is linted together are not mixed with it", () => {
    const { findings } = lintFiles({
      "account.json": snapshotOf({
        roles: [lambdaRole({ createdAt: daysAgo(5) })],
        functions: [functionOf("f", arnOf("role", "jobs"))],
      }),
      "main.tf.json": { resource: { aws_iam_role: { left: role } } },
    });
    expect(findings.filter(({ ruleId }) => ruleId === "IAM503")).toMatchObject([
      { resource: "aws_iam_role.left" },
    ]);
  });
});
