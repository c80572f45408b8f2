import { allow, deny, policy } from "../../helpers";
import { escalation, escalationIn, passTo, role, roleWithPolicies, told } from "./helpers";

const runsFunctions = allow(["lambda:CreateFunction", "lambda:InvokeFunction"]);

describe("iam:PassRole on everything", () => {
  test.each([
    ["alone", [allow("iam:PassRole")], ["IAM301 error"]],
    ["on all roles of an account", [allow("iam:PassRole", role("*"))], ["IAM301 error"]],
    ["by a wildcard that matches nothing worse", [allow("iam:PassR*")], ["IAM301 error"]],
    ["on all users, to which it does not apply", [allow("iam:PassRole", "arn:aws:iam::*:user/*")], []],
    ["to one service", [passTo("glue.amazonaws.com")], ["IAM301 warning"]],
    [
      "to one service, with one of its actions",
      [passTo("glue.amazonaws.com"), allow("glue:CreateJob")],
      ["IAM301 warning"],
    ],
    [
      "to one service, with its whole path",
      [passTo("lambda.amazonaws.com"), runsFunctions],
      ["IAM305 error lambda-001"],
    ],
    ["to one service, so that another's path is blocked", [passTo("glue.amazonaws.com"), runsFunctions], []],
    ...(
      [
        ["pods.eks.amazonaws.com", ["eks:CreatePodIdentityAssociation"]],
        ["bedrock.amazonaws.com", ["bedrock:CreateAgent", "bedrock:InvokeAgent"]],
        ["ssm.amazonaws.com", ["ssm:StartAutomationExecution"]],
        ["lambda.amazonaws.com", ["lambda:UpdateFunctionConfiguration"]],
      ] as const
    ).flatMap(([service, actions]): [string, unknown[], string[]][] => [
      [`to ${service}, used there`, [passTo(service), allow(actions)], ["IAM301 error"]],
      [
        `to another service than ${service}`,
        [passTo("glue.amazonaws.com"), allow(actions)],
        ["IAM301 warning"],
      ],
    ]),
    ["denied", [allow("iam:PassRole"), deny("iam:Pass*")], []],
    ["denied for one role", [allow("iam:PassRole"), deny("iam:PassRole", role("admin"))], ["IAM301 error"]],
    [
      "all but one role denied",
      [allow("iam:PassRole"), { Effect: "Deny", Action: "iam:PassRole", NotResource: role("one") }],
      ["IAM302 warning"],
    ],
    ["by iam:*, of which the breadth rules speak", [allow("iam:*")], []],
    ["by iam:*, with a path", [allow("iam:*"), runsFunctions], []],
  ])("%s", (_, statements, expected) => {
    expect(told(escalation(...statements))).toEqual(expected);
  });

  test("two services are more than one", () => {
    const statement = {
      ...passTo("x"),
      Condition: { StringEquals: { "iam:PassedToService": ["glue.amazonaws.com", "ec2.amazonaws.com"] } },
    };
    expect(told(escalation(statement))).toEqual(["IAM301 error"]);
  });

  test("a condition that always holds narrows nothing", () => {
    const statement = { ...passTo("x"), Condition: { StringLike: { "iam:PassedToService": "*" } } };
    expect(told(escalation(statement))).toEqual(["IAM301 error"]);
  });

  test("the ARN of what the role is for names the service as well", () => {
    const pass = (arn: string) => ({
      ...passTo("x"),
      Condition: { ArnLike: { "iam:AssociatedResourceArn": arn } },
    });
    expect(told(escalation(pass("arn:aws:glue:*:*:job/*"), runsFunctions))).toEqual([]);
    expect(told(escalation(pass("arn:aws:lambda:*:*:function:*"), runsFunctions))).toEqual([
      "IAM305 error lambda-001",
    ]);
  });
});

describe("what roles are passed to, by negation", () => {
  const when = (statement: object, operator: string, service: string) => ({
    ...statement,
    Condition: { [operator]: { "iam:PassedToService": service } },
  });
  const glue = "glue.amazonaws.com";
  const lambda = "lambda.amazonaws.com";
  const pass = allow("iam:PassRole");

  test.each([
    ["a Deny of all but another service", [pass, when(deny("iam:PassRole"), "StringNotEquals", glue)], []],
    ["a Deny of the service", [pass, when(deny("iam:PassRole"), "StringEquals", lambda)], ["IAM301 error"]],
    ["a Deny by a pattern", [pass, when(deny("iam:*"), "StringLike", "l*")], ["IAM301 error"]],
    ["an Allow of all but the service", [when(pass, "StringNotEquals", lambda)], ["IAM301 error"]],
    [
      "a Deny of another service",
      [pass, when(deny("iam:PassRole"), "StringEquals", glue)],
      ["IAM305 error lambda-001"],
    ],
    [
      "a Deny of all but the service",
      [pass, when(deny("iam:PassRole"), "StringNotEquals", lambda)],
      ["IAM305 error lambda-001"],
    ],
    [
      "a Deny of all but another service, on one role",
      [pass, when(deny("iam:PassRole", role("admin")), "StringNotEquals", glue)],
      ["IAM305 error lambda-001"],
    ],
    [
      "a Deny of all but another service, with a condition that need not hold",
      [
        pass,
        {
          ...deny("iam:PassRole"),
          Condition: {
            StringNotEquals: { "iam:PassedToService": glue },
            Bool: { "aws:SecureTransport": "false" },
          },
        },
      ],
      ["IAM305 error lambda-001"],
    ],
    [
      "Denies that together leave no service",
      [when(pass, "StringEquals", glue), when(deny("iam:PassRole"), "StringNotEquals", "ec2.amazonaws.com")],
      [],
    ],
  ])("%s", (_, statements, expected) => {
    expect(told(escalation(...statements, runsFunctions))).toEqual(expected);
  });

  test("what is left out is said", () => {
    const [finding] = escalation(pass, when(deny("iam:PassRole"), "StringEquals", lambda));
    expect(finding?.message).toContain("to every service except lambda.amazonaws.com");
  });
});

describe("iam:PassRole on named roles", () => {
  test.each([
    ["without service", [allow("iam:PassRole", role("one"))], ["IAM302 warning"]],
    ["with service", [passTo("lambda.amazonaws.com", role("one"))], []],
    [
      "with service and path, and nothing known of the role",
      [passTo("lambda.amazonaws.com", role("one")), runsFunctions],
      ["IAM305 warning lambda-001"],
    ],
    [
      "with service and path, by a pattern",
      [passTo("lambda.amazonaws.com", role("app-*")), runsFunctions],
      ["IAM305 warning lambda-001"],
    ],
    [
      "without service, with path",
      [allow("iam:PassRole", role("one")), allow("ec2:RunInstances")],
      ["IAM305 warning ec2-001"],
    ],
    [
      "without service, with SageMaker",
      [allow("iam:PassRole", role("one")), allow("sagemaker:CreateModel")],
      ["IAM307 warning"],
    ],
    [
      "without service, with a path of SageMaker",
      [allow("iam:PassRole", role("one")), allow("sagemaker:CreateTrainingJob")],
      ["IAM307 warning"],
    ],
    [
      "without service, with all of SageMaker",
      [allow("iam:PassRole", role("one")), allow("sagemaker:*")],
      ["IAM307 warning"],
    ],
    ["without service, with everything", [allow("iam:PassRole", role("one")), allow("*")], []],
    [
      "with the service, with SageMaker",
      [passTo("sagemaker.amazonaws.com", role("one")), allow("sagemaker:CreateTrainingJob")],
      ["IAM305 warning sagemaker-002"],
    ],
  ])("%s", (_, statements, expected) => {
    expect(told(escalation(...statements))).toEqual(expected);
  });

  const pass = { Effect: "Allow", Action: "iam:PassRole", Resource: role("target") };
  const withTarget = (statements: readonly unknown[], own: readonly unknown[] = []) =>
    escalationIn(
      roleWithPolicies(
        { own: [pass, runsFunctions] },
        {
          more: {
            aws_iam_user: { target: { name: "unrelated" } },
            aws_iam_role_policy: {
              own: { role: "jobs", policy: JSON.stringify(policy(pass, runsFunctions, ...own)) },
              target: { role: "target", policy: JSON.stringify(policy(...statements)) },
            },
          },
        },
      ),
    ).filter(({ resource }) => resource !== "aws_iam_role_policy.target");

  test("is an error when the role is known to be more powerful, and names it", () => {
    const [finding] = withTarget([allow("iam:AttachRolePolicy")]);
    expect(told(finding ? [finding] : [])).toEqual(["IAM305 error lambda-001"]);
    expect(finding?.message).toContain("It gains iam:AttachRolePolicy through role target");
  });

  test("is an error, too, when the role may pass roles to more services than oneself", () => {
    const findings = withTarget([allow("iam:PassRole")], [passTo("glue.amazonaws.com")]);
    expect(told(findings)).toContain("IAM305 error lambda-001");
  });

  test("is no path when the role is known to be harmless; the service is still missing", () => {
    expect(told(withTarget([allow("s3:GetObject", "arn:aws:s3:::images/*")]))).toEqual(["IAM302 warning"]);
  });
});

test("paths through many services are one finding with a count", () => {
  const services = ["lambda:*", "ec2:*", "glue:*", "ecs:*", "cloudformation:*"];
  const findings = escalation(allow("iam:PassRole"), allow(services));
  expect(told(findings)).toEqual(["IAM305 error cloudformation-001"]);
  expect(findings[0]?.message).toMatch(/\d+ more paths start there, through 5 services in all/);
});

test("everything on everything is left to the breadth rules", () => {
  expect(escalation(allow("*"))).toEqual([]);
  expect(escalation({ Effect: "Allow", NotAction: "s3:*", Resource: "*" })).toEqual([]);
  expect(escalation({ Effect: "Allow", Action: "iam:*", NotResource: role("one") })).toEqual([]);
});
