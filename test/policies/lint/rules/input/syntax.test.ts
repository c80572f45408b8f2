import { syntax } from "../../../../../policies/lint/rules/input/syntax";
import { allow, lintFiles, policy } from "../../helpers";
import { only, onlyFile } from "../only";

const statement = { Effect: "Allow", Action: "s3:GetObject", Resource: "arn:aws:s3:::b/*" };
const inFile = (content: unknown) => onlyFile(syntax, "policy.json", content);
const on = (type: string, attribute: string, document: unknown) =>
  onlyFile(syntax, "main.tf.json", {
    resource: { [type]: { x: { [attribute]: JSON.stringify(document) } } },
  });

describe("what IAM would refuse is an error at its place", () => {
  test.each<[string, unknown, string, RegExp]>([
    [
      "a version that does not exist",
      { Version: "2012-10-18", Statement: statement },
      "/Version",
      /"2012-10-18"/,
    ],
    ["a version that is no string", { Version: 2012, Statement: statement }, "/Version", /a number/],
    ["an Id that is no string", { Id: 7, Statement: statement }, "/Id", /must be a string/],
    ["an element that does not exist", { Statement: statement, Name: "x" }, "/Name", /no element/],
    ["no statement in the list", { Statement: [] }, "", /"Statement" is an empty list/],
    ["no statement, but null", { Statement: null }, "", /"Statement" is null/],
    ["no statement at all", { Version: "2012-10-17", Statement: undefined }, "", /no "Statement"/],
    ["a Sid that is no string", policy({ ...statement, Sid: 1 }), "/Statement/0/Sid", /must be a string/],
    [
      "a Sid with a space",
      policy({ ...statement, Sid: "read photos" }),
      "/Statement/0/Sid",
      /letters A to Z/,
    ],
    [
      "a Sid that stands twice",
      policy({ ...statement, Sid: "Read" }, { ...statement, Sid: "Read" }),
      "/Statement/1/Sid",
      /unique/,
    ],
    ["a resource that is no ARN", policy(allow("s3:GetObject", "b/*")), "/Statement/0/Resource", /no ARN/],
    [
      "both kinds of resources",
      policy({ ...statement, NotResource: "arn:aws:s3:::c" }),
      "/Statement/0",
      /both "Resource" and "NotResource"/,
    ],
    [
      "a principal in some statements only",
      policy(statement, { ...statement, Principal: "*" }),
      "/Statement/1/Principal",
      /identity policy/,
    ],
    [
      "both kinds of principals",
      policy({ ...statement, Principal: "*", NotPrincipal: { AWS: "111122223333" } }),
      "/Statement/0",
      /both "Principal" and "NotPrincipal"/,
    ],
    [
      "a type of principal that does not exist",
      policy({ ...statement, Principal: { Aws: "111122223333" } }),
      "/Statement/0/Principal/Aws",
      /AWS, Service, Federated, CanonicalUser/,
    ],
    [
      "a resource in a trust policy",
      policy({
        Effect: "Allow",
        Principal: { AWS: "111122223333" },
        Action: "sts:AssumeRole",
        Resource: "*",
      }),
      "/Statement/0/Resource",
      /trust policy has a "Resource"/,
    ],
  ])("%s", (_, content, pointer, message) => {
    const findings = inFile(content);
    expect(findings).toMatchObject([{ ruleId: "IAM003", severity: "error", pointer }]);
    expect(findings[0]?.message).toMatch(message);
  });

  test("a trust policy and a bucket policy without principal", () => {
    const trust = { Statement: { Effect: "Allow", Action: "sts:AssumeRole" } };
    expect(on("aws_iam_role", "assume_role_policy", trust)[0]?.message).toMatch(
      /say who may assume the role/,
    );
    expect(on("aws_s3_bucket_policy", "policy", { Statement: statement })[0]?.message).toMatch(
      /no "Principal"/,
    );
  });

  test("a bucket policy without resource; a repository's policy has none", () => {
    const document = {
      Statement: { Effect: "Allow", Principal: { AWS: "111122223333" }, Action: "s3:GetObject" },
    };
    expect(on("aws_s3_bucket_policy", "policy", document)).toHaveLength(1);
    expect(on("aws_ecr_repository_policy", "policy", document)).toEqual([]);
  });
});

test.each<[string, unknown]>([
  ["the old version, and none", { Version: "2008-10-17", Statement: statement }],
  ["no version", { Statement: statement }],
  ["an Id", { Id: "x", Statement: [statement] }],
  ["several statements with an empty Sid", policy({ ...statement, Sid: "" }, { ...statement, Sid: "" })],
  ["wildcards where an ARN begins", policy(allow("s3:GetObject", ["a?n:aws:s3:::b", "*:aws:s3:::b", "*"]))],
  ["a principal in each statement", policy({ ...statement, Principal: { AWS: "111122223333" } })],
])("no finding: %s", (_, content) => {
  expect(inFile(content)).toEqual([]);
});

test("two stars in a row are a warning, and are read as one", () => {
  expect(only(syntax, allow(["s3:**", "s3:Get*"]))).toMatchObject([
    {
      severity: "warning",
      pointer: "/Statement/0/Action/0",
      message: expect.stringContaining('"s3:*"') as string,
    },
  ]);
  expect(only(syntax, allow(["**"]))[0]?.message).toContain('Write "*"');
  const others = lintFiles({ "policy.json": policy(allow("iam:**")) }).findings;
  expect(others.filter(({ ruleId }) => ruleId.startsWith("IAM2"))).not.toEqual([]);
});

test("what only Terraform knows is not analysable, and no error of syntax", () => {
  const document = '{"Statement":[{"Effect":"${var.e}","Action":"s3:${var.a}","Resource":"${var.r}"}]}';
  const resource = { aws_iam_policy: { p: { policy: document } } };
  const ids = lintFiles({ "main.tf.json": { resource } }).findings.map(({ ruleId }) => ruleId);
  expect(ids).toContain("IAM001");
  expect(ids).not.toContain("IAM003");
});
