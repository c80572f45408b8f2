import { allow, deny, lintFiles, policy, verdicts } from "../../helpers";
import { breadth, breadthFindings, breadthOf, breadthOfTerraform } from "./support";

describe("severity", () => {
  test.each<[string, string | string[], string | string[], string[]]>([
    ["a write", "sqs:SendMessage", "*", ["IAM203 warning"]],
    ["a write in other letters", "SQS:sendmessage", "*", ["IAM203 warning"]],
    ["a write on all of a kind", "sqs:SendMessage", "arn:aws:sqs:*:*:*", ["IAM203 warning"]],
    [
      "a write on one and on all",
      "sqs:SendMessage",
      ["arn:aws:sqs:eu-west-1:1:jobs", "*"],
      ["IAM203 warning"],
    ],
    ["permission management", "s3:PutBucketPolicy", "*", ["IAM203 error"]],
    ["both", ["s3:PutObject", "s3:PutBucketPolicy"], "*", ["IAM203 warning", "IAM203 error"]],
    ["one finding for several writes", ["s3:PutObject", "s3:DeleteObject"], "*", ["IAM203 warning"]],
    ["a write on one resource", "sqs:SendMessage", "arn:aws:sqs:eu-west-1:1:jobs", []],
    ["a write on some resources", "sqs:SendMessage", "arn:aws:sqs:*:*:jobs-*", []],
    ["a write on resources of another kind", "s3:PutBucketPolicy", "arn:aws:s3:::*/*", []],
    ["an action that knows no resources", "xray:PutTraceSegments", "*", []],
    ["an action that can do without resources", "cloudwatch:PutMetricData", "*", []],
    ["tagging", ["ec2:CreateTags", "lambda:TagResource"], "*", []],
    ["a new MFA device, which has no name before", "iam:CreateVirtualMFADevice", "arn:aws:iam::*:mfa/*", []],
    ["anybody's MFA device", "iam:CreateVirtualMFADevice", "*", ["IAM203 warning"]],
    ["a read", "s3:ListBucket", "*", []],
    ["PassRole, which has rules of its own", "iam:PassRole", "*", []],
    ["self-escalation, which has a rule of its own", "iam:AttachUserPolicy", "*", []],
    ["an action that AWS does not know", "sqs:DoesNotExist", "*", []],
  ])("%s", (_, action, resource, expected) => {
    expect(breadth(allow(action, resource))).toEqual(expected);
  });

  test("an action that takes several resources is narrowed by one of them", () => {
    const arn = (resource: string) => `arn:aws:ec2:eu-west-1:111122223333:${resource}`;
    const own = ["instance/*", "network-interface/*", "security-group/*"].map(arn);
    const all = [...own, "arn:aws:ec2:eu-west-1::image/*"];
    expect(breadth(allow("ec2:RunInstances", [...all, arn("subnet/subnet-1")]))).toEqual([]);
    expect(breadth(allow("ec2:RunInstances", [...all, arn("subnet/*")]))).toEqual(["IAM203 warning"]);
  });

  test("where AWS takes every id or none, account and region are enough", () => {
    const every = "arn:aws:ec2:eu-west-1:111122223333:*/*";
    expect(breadth(allow("ec2:DeleteNetworkInterface", every))).toEqual([]);
    expect(breadth(allow("ec2:DeleteNetworkInterface"))).toEqual(["IAM203 warning"]);
    expect(breadth(allow("ec2:TerminateInstances", every))).toEqual(["IAM203 warning"]);
  });
});

describe("conditions", () => {
  test.each<[string, object, string[]]>([
    ["a tag of the resource narrows", { StringEquals: { "aws:ResourceTag/team": "ml" } }, []],
    ["MFA does not", { Bool: { "aws:MultiFactorAuthPresent": "true" } }, ["IAM203 warning"]],
    [
      "a tag that may be absent does not",
      { StringEqualsIfExists: { "aws:ResourceTag/team": "ml" } },
      ["IAM203 warning"],
    ],
  ])("%s", (_, condition, expected) => {
    expect(breadth({ ...allow("sqs:SendMessage"), Condition: condition })).toEqual(expected);
  });
});

describe("Denies", () => {
  test.each<[string, unknown, string[]]>([
    ["of the action", deny("sqs:Send*"), []],
    ["of all resources of its kind", deny("sqs:*", "arn:aws:sqs:*:*:*"), []],
    ["of some resources", deny("sqs:*", "arn:aws:sqs:*:*:jobs-*"), ["IAM203 warning"]],
    ["of all resources of another kind", deny("*", "arn:aws:s3:::*"), ["IAM203 warning"]],
    [
      "of all other actions",
      { Effect: "Deny", NotAction: "sqs:SendMessage", Resource: "*" },
      ["IAM203 warning"],
    ],
    ["of all but another service", { Effect: "Deny", NotAction: "s3:*", Resource: "*" }, []],
  ])("%s", (_, denial, expected) => {
    expect(breadth(allow("sqs:SendMessage"), denial)).toEqual(expected);
  });

  test("the star is denied, a name beside it is not", () => {
    const both = allow("sqs:SendMessage", ["arn:aws:sqs:eu-west-1:1:jobs", "arn:aws:sqs:*:*:*"]);
    expect(breadth(both)).toEqual(["IAM203 warning"]);
    expect(breadth(both, deny("sqs:*", "arn:aws:sqs:*:*:*"))).toEqual([]);
  });
});

describe("what roles are passed through", () => {
  const one = "arn:aws:iam::111122223333:role/app";
  const pass = (resource: string, service: string) => ({
    ...allow("iam:PassRole", resource),
    Condition: { StringEquals: { "iam:PassedToService": service } },
  });
  const path = ["lambda:CreateFunction", "lambda:InvokeFunction"];

  test.each<[string, unknown[], string[]]>([
    ["is said where no role can be passed", [allow(path)], ["IAM203 warning"]],
    ["is left to the finding on a path that names it", [allow(path), allow("iam:PassRole")], []],
    ["also where the path depends on its target", [allow(path), allow("iam:PassRole", one)], []],
    [
      "is said where PassRole is denied",
      [allow(path), allow("iam:PassRole"), deny("iam:PassRole")],
      ["IAM203 warning"],
    ],
    [
      "is said where the path is not complete",
      [allow("lambda:CreateFunction"), allow("iam:PassRole", one)],
      ["IAM203 warning"],
    ],
    [
      "is of no use where every role goes to another service",
      [allow(path), pass("*", "glue.amazonaws.com")],
      [],
    ],
    [
      "stays an error where it gives access to others",
      [allow("lambda:AddPermission"), pass(one, "glue.amazonaws.com")],
      ["IAM203 error"],
    ],
    [
      "stays an error where a path by it is a warning only",
      [allow(["lambda:CreateFunction", "lambda:AddPermission"]), allow("iam:PassRole", one)],
      ["IAM203 error"],
    ],
    [
      "is said once where a path by it is an error",
      [allow(["lambda:CreateFunction", "lambda:AddPermission"]), allow("iam:PassRole")],
      [],
    ],
    ["is named by the rule on SageMaker", [allow("sagemaker:CreateModel"), allow("iam:PassRole", one)], []],
  ])("%s", (_, statements, expected) => {
    expect(breadth(...statements)).toEqual(expected);
  });

  test("hides nothing in another policy of the role either", () => {
    const held = (statement: unknown) => ({
      role: "${aws_iam_role.r.name}",
      policy: JSON.stringify(policy(statement)),
    });
    const findings = breadthOfTerraform({
      aws_iam_role: { r: { name: "r" } },
      aws_iam_role_policy: {
        a: held(allow("lambda:AddPermission")),
        b: held(pass(one, "glue.amazonaws.com")),
      },
    });
    expect(verdicts(findings)).toEqual(["IAM203 error"]);
  });
});

test("a permissions boundary takes away what it does not allow", () => {
  const bounded = (boundary: unknown) =>
    breadthOf(
      lintFiles({
        "main.tf.json": {
          resource: {
            aws_iam_role: { r: { name: "r", permissions_boundary: "${aws_iam_policy.b.arn}" } },
            aws_iam_policy: { b: { policy: JSON.stringify(policy(boundary)) } },
            aws_iam_role_policy: {
              p: { role: "${aws_iam_role.r.name}", policy: JSON.stringify(policy(allow("sqs:SendMessage"))) },
            },
          },
        },
      }).findings,
    );
  expect(bounded(allow("s3:GetObject", "arn:aws:s3:::photos/*"))).toEqual([]);
  expect(verdicts(bounded(allow("sqs:*")))).toContain("IAM203 warning");
});

test("the message names the actions and where they hold", () => {
  expect(breadthFindings(allow(["sqs:SendMessage", "sns:Publish"]))[0]?.message).toBe(
    "sqs:SendMessage, sns:Publish can write on *. Name the resources that are meant. (before boundaries)",
  );
});
