import { allow, deny, lintFiles, lintStatements, policy, verdicts } from "../helpers";

const only = (...statements: unknown[]) => verdicts(lintStatements(...statements));

describe("severity", () => {
  test.each<[string, string | string[], string, string[]]>([
    ["everything", "*", "*", ["IAM202 error"]],
    ["everything, written as service and action", "*:*", "*", ["IAM202 error"]],
    ["a sensitive service", "iam:*", "*", ["IAM202 error"]],
    ["a sensitive service in other letters", "IAM:*", "*", ["IAM202 error"]],
    ["a sensitive service on one bucket", "s3:*", "arn:aws:s3:::b/*", ["IAM202 error"]],
    ["a service that is not sensitive", "polly:*", "*", ["IAM202 warning"]],
    ["a service that AWS's table does not have", "nosuch:*", "*", ["IAM202 warning"]],
    ["double stars", "s3:**", "*", ["IAM202 error"]],
    ["permission management on everything", "iam:Attach*Policy", "*", ["IAM202 error"]],
    ["permission management on one role", "iam:Attach*Policy", "arn:aws:iam::1:role/x", ["IAM202 warning"]],
    ["writes", "sqs:Send*", "*", ["IAM202 warning"]],
    ["reads", "s3:Get*", "arn:aws:s3:::b/*", ["IAM202 info"]],
    ["a pattern that matches nothing", "s3:Nosuch*", "*", ["IAM202 warning"]],
    ["one character", "iam:AttachUserPolic?", "*", ["IAM202 error"]],
    ["no wildcard", "s3:GetObject", "*", []],
    ["each of several actions", ["s3:GetObject", "s3:Get*", "iam:*"], "*", ["IAM202 info", "IAM202 error"]],
  ])("%s", (_, action, resource, expected) => {
    expect(only(allow(action, resource))).toEqual(expected);
  });

  test("the message names the actions and the place", () => {
    const [finding] = lintStatements(allow(["s3:GetObject", "iam:Attach*Policy"]));
    expect(finding).toMatchObject({
      name: "wildcard-action",
      pointer: "/Statement/0/Action/1",
      file: "policy.json",
      line: 8,
      column: 9,
      message:
        '"iam:Attach*Policy" allows 3 actions of iam (iam:AttachGroupPolicy, iam:AttachRolePolicy, iam:AttachUserPolicy) on *. Name the actions that are used.',
    });
  });
});

describe("Deny is subtracted where it covers, and only there", () => {
  test.each<[string, unknown, string[]]>([
    ["the same actions on everything", deny("s3:*"), []],
    ["everything on everything", deny("*"), []],
    ["everything but another service", { Effect: "Deny", NotAction: "polly:*", Resource: "*" }, []],
    ["other resources only", deny("s3:*", "arn:aws:s3:::other/*"), ["IAM202 error"]],
    [
      "a condition",
      { ...deny("s3:*"), Condition: { Bool: { "aws:ViaAWSService": "false" } } },
      ["IAM202 error"],
    ],
    [
      "everything but some resources",
      { Effect: "Deny", Action: "s3:*", NotResource: "arn:aws:s3:::x" },
      ["IAM202 error"],
    ],
    ["one action", deny("s3:PutBucketPolicy"), ["IAM202 error"]],
    ["all but reads", { Effect: "Deny", NotAction: ["s3:Get*", "s3:List*"], Resource: "*" }, ["IAM202 info"]],
  ])("%s", (_, denial, expected) => {
    expect(only(allow("s3:*"), denial)).toEqual(expected);
  });

  test("of Allow * with a Deny of all but one service, that service is left", () => {
    const [finding] = lintStatements(allow("*"), { Effect: "Deny", NotAction: "polly:*", Resource: "*" });
    expect(finding?.message).toContain("after what is denied, every action of polly");
    expect(finding?.severity).toBe("warning");
  });

  test("a Deny on a broader resource covers a narrower Allow", () => {
    expect(only(allow("s3:*", "arn:aws:s3:::b/x/*"), deny("s3:*", "arn:aws:s3:::b/*"))).toEqual([]);
    expect(only(allow("s3:*", "arn:aws:s3:::b/*"), deny("s3:*", "arn:aws:s3:::b/x/*"))).toEqual([
      "IAM202 error",
    ]);
  });
});

describe("other kinds of policies", () => {
  const keyPolicy = (principal: unknown, condition?: unknown) =>
    policy({ ...allow("kms:*"), Principal: principal, ...(condition ? { Condition: condition } : {}) });

  test("the account's root in a key policy is a warning, everyone an error, everyone under a condition a warning", () => {
    const judge = (document: unknown) => verdicts(lintFiles({ "p.json": document }).findings);
    expect(judge(keyPolicy({ AWS: "arn:aws:iam::111122223333:root" }))).toEqual(["IAM202 warning"]);
    expect(judge(keyPolicy("*"))).toEqual(["IAM202 error"]);
    expect(judge(keyPolicy({ AWS: "*" }))).toEqual(["IAM202 error"]);
    expect(judge(keyPolicy("*", { StringEquals: { "aws:PrincipalAccount": "1" } }))).toEqual([
      "IAM202 warning",
    ]);
  });

  test("the policy of a VPC endpoint grants nothing, so its wildcard is none", () => {
    const resource = {
      aws_vpc_endpoint: { s3: { policy: JSON.stringify(policy({ ...allow("*"), Principal: "*" })) } },
    };
    expect(lintFiles({ "x.tf.json": { resource } }).findings).toEqual([]);
  });
});
