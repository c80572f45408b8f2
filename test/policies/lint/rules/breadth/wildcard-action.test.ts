import { allow, deny, lintFiles, policy, verdicts } from "../../helpers";
import { breadth as only, breadthFindings, breadthOf } from "./support";

describe("severity", () => {
  test.each<[string, string | string[], string, string[]]>([
    ["everything is another rule's", "*", "*", ["IAM201 error"]],
    ["a sensitive service", "iam:*", "*", ["IAM202 error"]],
    ["a sensitive service in other letters", "IAM:*", "*", ["IAM202 error"]],
    ["a sensitive service on one bucket", "s3:*", "arn:aws:s3:::b/*", ["IAM202 error"]],
    ["a service that is not sensitive", "polly:*", "*", ["IAM202 warning"]],
    ["a service that AWS's table does not have is another rule's", "nosuch:*", "*", []],
    ["double stars", "s3:**", "*", ["IAM202 error"]],
    ["permission management on everything", "iam:Attach*Policy", "*", ["IAM202 error"]],
    ["permission management on one role", "iam:Attach*Policy", "arn:aws:iam::1:role/x", ["IAM202 warning"]],
    ["writes", "sqs:Send*", "*", ["IAM202 warning"]],
    ["reads", "s3:Get*", "arn:aws:s3:::b/*", ["IAM202 info"]],
    ["a pattern that matches nothing is another rule's", "s3:Nosuch*", "*", []],
    ["a service with permission management", "sqs:*", "*", ["IAM202 error"]],
    [
      "a service with permission management, on one queue",
      "sqs:*",
      "arn:aws:sqs:eu-west-1:1:q",
      ["IAM202 warning"],
    ],
    ["a service with a way to another's permissions", "ec2-instance-connect:*", "*", ["IAM202 error"]],
    ["one character", "iam:AttachUserPolic?", "*", ["IAM202 error"]],
    [
      "permission management that a resource of another kind does not reach",
      "s3:PutBucketPol*",
      "arn:aws:s3:::*/*",
      ["IAM202 warning"],
    ],
    ["reads of data on everything are another rule's", "s3:Get*", "*", ["IAM207 warning"]],
    ["invocations of everything are another rule's", "sagemaker:Invoke*", "*", ["IAM208 warning"]],
    [
      "permission management on oneself",
      "iam:*LoginProfile",
      "arn:aws:iam::1:user/${aws:username}",
      ["IAM202 info"],
    ],
    ["no wildcard", "s3:GetObject", "arn:aws:s3:::b/*", []],
    [
      "each of several actions",
      ["s3:GetObject", "s3:Get*", "iam:*"],
      "arn:aws:s3:::b/*",
      ["IAM202 info", "IAM202 error"],
    ],
  ])("%s", (_, action, resource, expected) => {
    expect(only(allow(action, resource))).toEqual(expected);
  });

  test("the message names the actions and the place", () => {
    const [finding] = breadthFindings(allow(["s3:ListBucket", "iam:Attach*Policy"]));
    expect(finding).toMatchObject({
      name: "wildcard-action",
      pointer: "/Statement/0/Action/1",
      file: "policy.json",
      line: 8,
      column: 9,
      message:
        '"iam:Attach*Policy" allows 3 actions of iam (iam:AttachGroupPolicy, iam:AttachRolePolicy, iam:AttachUserPolicy) on *. Name the actions that are used. (before boundaries)',
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
    [
      "all but reads",
      { Effect: "Deny", NotAction: ["s3:Get*", "s3:List*"], Resource: "*" },
      ["IAM207 warning"],
    ],
  ])("%s", (_, denial, expected) => {
    expect(only(allow("s3:*"), denial)).toEqual(expected);
  });

  test("of Allow * with a Deny of all but one service, that service is left", () => {
    const [finding] = breadthFindings(allow("*"), { Effect: "Deny", NotAction: "polly:*", Resource: "*" });
    expect(finding?.message).toContain("as far as conditions and Denies leave it, every action of polly");
    expect(finding?.severity).toBe("warning");
  });

  test("conditions that most actions never meet leave the others", () => {
    const passing = {
      ...allow("iam:*"),
      Condition: { StringEquals: { "iam:PassedToService": "glue.amazonaws.com" } },
    };
    const [finding, ...more] = breadthFindings(passing);
    expect(more).toEqual([]);
    expect(finding?.message).toContain("1 action of iam (iam:PassRole)");
  });

  test("permission management under a condition that narrows is a warning", () => {
    const condition = { StringEquals: { "aws:ResourceTag/team": "ml" } };
    expect(only({ ...allow("iam:Attach*Policy"), Condition: condition })).toEqual(["IAM202 warning"]);
    const mfa = { Bool: { "aws:MultiFactorAuthPresent": "true" } };
    expect(only({ ...allow("iam:Attach*Policy"), Condition: mfa })).toEqual(["IAM202 error"]);
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

  const judge = (document: unknown) => verdicts(breadthOf(lintFiles({ "p.json": document }).findings));
  const root = (account: string) => ({ AWS: `arn:aws:iam::${account}:root` });

  test("a key that is left to the IAM policies of its one account, as AWS does by default, is none", () => {
    expect(judge(keyPolicy(root("111122223333")))).toEqual([]);
    expect(judge(keyPolicy({ AWS: "111122223333" }))).toEqual([]);
    expect(judge(keyPolicy("*", { StringEquals: { "kms:CallerAccount": "111122223333" } }))).toEqual([]);
    const byReference = keyPolicy(root("${data.aws_caller_identity.this.account_id}"));
    const aws_kms_key = { data: { policy: JSON.stringify(byReference) } };
    expect(breadthOf(lintFiles({ "x.tf.json": { resource: { aws_kms_key } } }).findings)).toEqual([]);
  });

  test("a key that two accounts may administer is one", () => {
    const [own, other] = [root("111122223333"), root("444455556666")].map((Principal, index) => ({
      ...allow("kms:*"),
      Sid: `s${index}`,
      Principal,
    }));
    expect(judge(policy(own, other))).toEqual(["IAM202 warning", "IAM202 warning"]);
    const calling = { StringEquals: { "kms:CallerAccount": ["111122223333", "444455556666"] } };
    expect(judge(keyPolicy("*", calling))).toEqual(["IAM202 warning"]);
  });

  test("a key policy for a role is a warning, for everyone an error, for everyone under a condition a warning", () => {
    expect(judge(keyPolicy({ AWS: "arn:aws:iam::111122223333:role/x" }))).toEqual(["IAM202 warning"]);
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
    expect(breadthOf(lintFiles({ "x.tf.json": { resource } }).findings)).toEqual([]);
  });
});
