import { trustFindings, trustVerdicts, trustVerdictsOfTerraform } from "./support";

const read = (principal: unknown, condition?: object) => ({
  Effect: "Allow",
  Principal: principal,
  Action: "s3:GetObject",
  Resource: "arn:aws:s3:::photos/*",
  ...(condition === undefined ? {} : { Condition: condition }),
});

test.each([
  ["a star", "*"],
  ["a star as AWS principal", { AWS: "*" }],
  ["a star among others", { AWS: ["arn:aws:iam::111122223333:role/a", "*"] }],
  ["any service", { Service: "*" }],
])("everybody is an error, written as %s", (_, principal) => {
  expect(trustVerdicts(read(principal))).toContain("IAM401 error");
});

test("a trust policy counts the same, in both ways of writing", () => {
  for (const Principal of ["*", { AWS: "*" }]) {
    expect(trustVerdicts({ Effect: "Allow", Principal, Action: "sts:AssumeRole" })).toEqual(["IAM401 error"]);
  }
});

test("Allow with NotPrincipal is everybody else", () => {
  const { Principal, ...rest } = read("*");
  const [finding] = trustFindings({ ...rest, NotPrincipal: { AWS: "arn:aws:iam::111122223333:root" } });
  expect(finding).toMatchObject({
    ruleId: "IAM401",
    severity: "error",
    pointer: "/Statement/0/NotPrincipal/AWS",
  });
  expect(finding?.message).toContain("Everybody except");
  expect(Principal).toBe("*");
});

test("a Deny for everybody is none", () => {
  expect(trustVerdicts({ ...read("*"), Effect: "Deny" })).toEqual([]);
});

const narrow: [string, object][] = [
  ["an organization", { StringEquals: { "aws:PrincipalOrgID": "o-a1b2c3d4e5" } }],
  ["paths of an organization", { "ForAnyValue:StringLike": { "aws:PrincipalOrgPaths": "o-a1b2c3d4e5/*" } }],
  ["an account", { StringEquals: { "aws:PrincipalAccount": "111122223333" } }],
  ["a source account", { StringEquals: { "AWS:SourceOwner": "111122223333" } }],
  ["a source of an account", { ArnLike: { "aws:SourceArn": "arn:aws:sns:*:111122223333:*" } }],
  ["a bucket as source", { ArnLike: { "aws:SourceArn": "arn:aws:s3:::photos" } }],
  ["a VPC endpoint", { StringEquals: { "aws:SourceVpce": "vpce-0a1b2c3d4e5f" } }],
  ["a network", { IpAddress: { "aws:SourceIp": ["203.0.113.0/24", "10.0.0.0/8"] } }],
  ["mount targets", { Bool: { "elasticfilesystem:AccessedViaMountTarget": "true" } }],
  [
    "the caller's account of a key",
    { StringEquals: { "kms:CallerAccount": "111122223333", "kms:ViaService": "s3.eu-west-1.amazonaws.com" } },
  ],
];

test.each(narrow)("a condition on %s is enough", (_, condition) => {
  expect(trustVerdicts(read("*", condition))).toEqual([]);
});

const wide: [string, object][] = [
  ["any organization", { StringLike: { "aws:PrincipalOrgID": "*" } }],
  ["any organization by its first letters", { StringLike: { "aws:PrincipalOrgID": "o-*" } }],
  ["a role's name in any account", { ArnLike: { "aws:PrincipalArn": "arn:aws:iam::*:role/Admin" } }],
  ["any bucket", { ArnLike: { "aws:SourceArn": "arn:aws:s3:::*" } }],
  ["any source", { ArnLike: { "aws:SourceArn": "arn:aws:s3:*:*:*" } }],
  ["the internet", { IpAddress: { "aws:SourceIp": "0.0.0.0/0" } }],
  ["half of the internet", { IpAddress: { "aws:SourceIp": ["10.0.0.0/8", "128.0.0.0/1"] } }],
  ["a value where there is one", { StringEqualsIfExists: { "aws:PrincipalOrgID": "o-a1b2c3d4e5" } }],
  [
    "all values, and there may be none",
    { "ForAllValues:StringEquals": { "aws:PrincipalOrgID": "o-a1b2c3d4e5" } },
  ],
  ["everybody but one account", { StringNotEquals: { "aws:PrincipalAccount": "111122223333" } }],
  ["how the call is made", { Bool: { "aws:SecureTransport": "true" } }],
  ["the page that links here", { StringLike: { "aws:Referer": "https://example.com/*" } }],
  ["a tag that every account can give", { StringEquals: { "aws:PrincipalTag/team": "vision" } }],
];

test.each(wide)("a condition on %s is not", (_, condition) => {
  expect(trustVerdicts(read("*", condition))).toEqual(["IAM401 error"]);
});

test("the service through which a key is used says how, not who: a warning", () => {
  const condition = { StringEquals: { "kms:ViaService": "s3.eu-west-1.amazonaws.com" } };
  expect(trustVerdicts({ ...read("*", condition), Action: "kms:Decrypt", Resource: "*" })).toEqual([
    "IAM401 warning",
  ]);
});

const denyOthers = (condition: object, more: object = {}) => ({
  Effect: "Deny",
  Principal: "*",
  Action: "s3:*",
  Resource: "arn:aws:s3:::photos/*",
  Condition: condition,
  ...more,
});

test("a Deny for all others is as good as a condition", () => {
  const others = { StringNotEquals: { "aws:PrincipalOrgID": "o-a1b2c3d4e5" } };
  expect(trustVerdicts([read("*"), denyOthers(others)])).toEqual([]);
  const people = { ...others, Bool: { "aws:PrincipalIsAWSService": "false" } };
  expect(trustVerdicts([read("*"), denyOthers(people)])).toEqual([]);
});

test("a Deny that leaves callers, actions or resources out is not", () => {
  const others = { StringNotEquals: { "aws:PrincipalOrgID": "o-a1b2c3d4e5" } };
  for (const deny of [
    denyOthers({ ...others, Bool: { "aws:SecureTransport": "false" } }),
    denyOthers(others, { Action: "s3:PutObject" }),
    denyOthers(others, { Resource: "arn:aws:s3:::photos/private/*" }),
    denyOthers({ Bool: { "aws:SecureTransport": "false" } }),
  ]) {
    expect(trustVerdicts([read("*"), deny])).toEqual(["IAM401 error"]);
  }
});

test("what is denied to everybody is granted to nobody", () => {
  const { Condition, ...deny } = denyOthers({});
  expect(trustVerdicts([read("*"), deny])).toEqual([]);
  expect(Condition).toEqual({});
});

test("an API's policy is information: its methods have authorizers", () => {
  const statement = {
    Effect: "Allow",
    Principal: "*",
    Action: "execute-api:Invoke",
    Resource: "execute-api:/*",
  };
  expect(trustVerdicts(statement)).toEqual(["IAM401 info"]);
});

test("a VPC endpoint's policy only limits", () => {
  const policy = JSON.stringify({ Version: "2012-10-17", Statement: [{ ...read("*"), Resource: "*" }] });
  expect(trustVerdictsOfTerraform({ aws_vpc_endpoint: { s3: { policy } } })).toEqual([]);
  expect(trustVerdictsOfTerraform({ aws_s3_bucket_policy: { photos: { policy } } })).toEqual([
    "IAM401 error",
  ]);
});

test("a key policy with its account's root is as AWS writes it", () => {
  const statement = {
    Effect: "Allow",
    Principal: { AWS: "arn:aws:iam::111122223333:root" },
    Action: "kms:*",
    Resource: "*",
  };
  expect(trustVerdicts(statement)).toEqual([]);
});

test("an unsigned function URL is called by whoever knows it", () => {
  const [finding] = trustFindings({
    Effect: "Allow",
    Principal: "*",
    Action: "lambda:InvokeFunctionUrl",
    Resource: "arn:aws:lambda:eu-west-1:111122223333:function:classify",
    Condition: { StringEquals: { "lambda:FunctionUrlAuthType": "NONE" } },
  });
  expect(finding).toMatchObject({ ruleId: "IAM401", severity: "error" });
  expect(finding?.message).toContain("its auth type is NONE");
});

test("a condition that only Terraform knows may say who: a warning", () => {
  const policy = `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":"s3:GetObject","Resource":"arn:aws:s3:::photos/*","Condition":\${jsonencode(var.condition)}}]}`;
  expect(trustVerdictsOfTerraform({ aws_s3_bucket_policy: { photos: { policy } } })).toEqual([
    "IAM401 warning",
  ]);
});

test("a function URL without auth type says so itself: the provider adds the permission", () => {
  const url = (authorization_type: string) =>
    trustVerdictsOfTerraform({ aws_lambda_function_url: { u: { function_name: "f", authorization_type } } });
  expect(url("NONE")).toEqual(["IAM401 error"]);
  expect(url("AWS_IAM")).toEqual([]);
  expect(url("${var.auth}")).toEqual([]);
});
