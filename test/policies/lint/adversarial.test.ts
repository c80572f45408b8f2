import type { Finding } from "../../../policies/lint";
import { allow, deny, lintFiles, lintStatements, policy } from "./helpers";

/*
 * Variants of the hard cases: the same risk written otherwise, and the same safety written otherwise.
 */

const attach = "iam:AttachUserPolicy";
const users = "arn:aws:iam::*:user/*";
const own = "arn:aws:iam::123456789012:user/${aws:username}";
const when = (statement: object, condition: object) => ({ ...statement, Condition: condition });
const passTo = (...services: string[]) => ({ StringEquals: { "iam:PassedToService": services } });
const isRisky = (findings: readonly Finding[]) => findings.some(({ severity }) => severity === "error");

describe("still risky", () => {
  test.each<[string, unknown[]]>([
    ["a Deny of another spelling's prefix", [allow("iam:*"), deny("iam:Attach?Policy")]],
    ["a Deny of users, an Allow of roles", [allow("iam:AttachRolePolicy"), deny("iam:*", users)]],
    ["a Deny of users of one path", [allow(attach), deny(attach, "arn:aws:iam::*:user/team/*")]],
    ["a Deny of the own user only", [allow(attach), deny(attach, own)]],
    ["a Deny that spares users", [allow(attach), { Effect: "Deny", Action: "*", NotResource: users }]],
    [
      "a Deny that spares the action",
      [allow(attach), { Effect: "Deny", NotAction: ["s3:*", "IAM:attach*"], Resource: "*" }],
    ],
    [
      "a Deny outside an organization",
      [allow(attach), when(deny("*"), { StringNotEquals: { "aws:PrincipalOrgID": "o-1" } })],
    ],
    [
      "a Deny with a literal star as value",
      [allow(attach), when(deny("*"), { StringEquals: { "aws:PrincipalArn": "*" } })],
    ],
    ["a Deny of a resource in other letters", [allow(attach), deny(attach, "arn:aws:iam::*:USER/*")]],
    ["an Allow on a star among names", [allow(attach, [own, users])]],
    ["an Allow on all users by a wildcard in the type", [allow(attach, "arn:aws:iam::*:u*")]],
    ["an Allow on all users by a question mark", [allow(attach, "arn:aws:iam::123456789012:user/?*")]],
    ["an Allow on everything in any partition", [allow(attach, "arn:*:iam::*:*")]],
    [
      "a NotAction of names that do not exist",
      [{ Effect: "Allow", NotAction: ["iam:Nothing", "foo:*"], Resource: "*" }],
    ],
    [
      "a condition that holds without the key",
      [when(allow(attach), { StringNotEquals: { "aws:ResourceTag/x": "y" } })],
    ],
    [
      "a condition with IfExists",
      [when(allow(attach), { StringEqualsIfExists: { "aws:ResourceTag/x": "y" } })],
    ],
    [
      "a condition of both values",
      [when(allow(attach), { Bool: { "aws:SecureTransport": ["true", "false"] } })],
    ],
    [
      "a condition on the policies of AWS, AdministratorAccess among them",
      [when(allow(attach), { ArnLike: { "iam:PolicyARN": "arn:aws:iam::aws:policy/*" } })],
    ],
    [
      "a path over three statements",
      [allow("iam:PassRole"), allow("lambda:CreateFunction"), allow("lambda:InvokeFunction")],
    ],
    [
      "a path to one of several services",
      [
        when(allow("iam:PassRole"), passTo("glue.amazonaws.com", "lambda.amazonaws.com")),
        allow(["lambda:CreateFunction", "lambda:InvokeFunction"]),
      ],
    ],
    [
      "a path by a pattern of services",
      [
        when(allow("iam:PassRole"), { StringLike: { "iam:PassedToService": "l*" } }),
        allow(["lambda:CreateFunction", "lambda:InvokeFunction"]),
      ],
    ],
    [
      "a path by ForAllValues",
      [
        when(allow("iam:PassRole"), {
          "ForAllValues:StringEquals": { "iam:PassedToService": "glue.amazonaws.com" },
        }),
        allow(["lambda:CreateFunction", "lambda:InvokeFunction"]),
      ],
    ],
  ])("%s", (_, statements) => {
    expect(isRisky(lintStatements(...statements))).toBe(true);
  });
});

describe("still safe", () => {
  test.each<[string, unknown[]]>([
    ["a Deny by a pattern", [allow(attach), deny("iam:*User*")]],
    ["a Deny in other letters", [allow(attach), deny("IAM:ATTACHUSERPOLICY")]],
    ["a Deny of all users, which is all that the action works on", [allow(attach), deny("iam:*", users)]],
    [
      "a Deny of all users in the account of the Allow",
      [allow(attach, "arn:aws:iam::123456789012:*"), deny(attach, "arn:aws:iam::123456789012:user/*")],
    ],
    [
      "a Deny over two statements",
      [allow(["iam:AttachUserPolicy", "iam:PutUserPolicy"]), deny("iam:Attach*"), deny("iam:Put*")],
    ],
    [
      "a Deny of everything but reads",
      [allow("s3:*"), { Effect: "Deny", NotAction: "s3:ListBucket*", Resource: "*" }],
    ],
    [
      "a Deny that spares resources of another kind",
      [allow(attach), { Effect: "Deny", Action: "*", NotResource: "arn:aws:s3:::photos/*" }],
    ],
    [
      "a Deny under the Allow's own condition",
      [
        when(allow(attach), { Bool: { "aws:MultiFactorAuthPresent": "true" } }),
        when(deny(attach), { Bool: { "aws:MultiFactorAuthPresent": "true" } }),
      ],
    ],
    ["a variable that is a literal star", [allow("s3:PutObject", "arn:aws:s3:::photos/${*}")]],
    ["one's own folder", [allow("s3:GetObject", "arn:aws:s3:::photos/${aws:username}/*")]],
    [
      "PassRole under a condition that is for another action",
      [when(allow(["lambda:CreateFunction"]), passTo("lambda.amazonaws.com"))],
    ],
  ])("%s", (_, statements) => {
    const loud = lintStatements(...statements).filter(
      ({ severity, ruleId }) => severity !== "info" && ruleId >= "IAM2",
    );
    expect(loud).toEqual([]);
  });
});

test("a Deny in another policy of the same role counts, and one of another role does not", () => {
  const held = (role: string, ...statements: unknown[]) => ({
    role,
    policy: JSON.stringify(policy(...statements)),
  });
  const judge = (denied: string) =>
    lintFiles({
      "main.tf.json": {
        resource: {
          aws_iam_role: { a: { name: "a" }, b: { name: "b" } },
          aws_iam_role_policy: {
            grant: held("${aws_iam_role.a.name}", allow(attach)),
            guard: held(`\${aws_iam_role.${denied}.name}`, deny("iam:*")),
          },
        },
      },
    }).findings;
  expect(isRisky(judge("a"))).toBe(false);
  expect(isRisky(judge("b"))).toBe(true);
});
