import { trustFindings, trustVerdicts } from "./support";

const assume = (principal: unknown, condition?: object) => ({
  Effect: "Allow",
  Principal: { AWS: principal },
  Action: "sts:AssumeRole",
  ...(condition === undefined ? {} : { Condition: condition }),
});

describe("cross-account-root", () => {
  test.each(["arn:aws:iam::111122223333:root", "arn:aws-cn:iam::111122223333:root", "111122223333"])(
    "%s is a whole account",
    (principal) => {
      expect(trustVerdicts(assume(principal))).toContain("IAM402 warning");
    },
  );

  test("one role of an account is not", () => {
    expect(trustVerdicts(assume("arn:aws:iam::111122223333:role/deployer"))).toEqual(["IAM403 warning"]);
  });

  test("trusted accounts are exempt", () => {
    expect(trustVerdicts(assume("111122223333"), { trustedAccounts: ["111122223333"] })).toEqual([]);
    expect(trustVerdicts(assume("111122223333"), { trustedAccounts: ["444455556666"] })).not.toEqual([]);
  });

  test("a condition on the principal narrows the account", () => {
    const named = { ArnLike: { "aws:PrincipalArn": "arn:aws:iam::111122223333:role/deploy-*" } };
    expect(trustVerdicts(assume("111122223333", named))).toEqual(["IAM403 warning"]);
  });

  test("with an external id it is how vendors are let in: information", () => {
    const id = { StringEquals: { "sts:ExternalId": "c0ffee" } };
    expect(trustVerdicts(assume("111122223333", id))).toEqual(["IAM402 info"]);
  });

  const send = (account: string) => ({
    Effect: "Allow",
    Principal: { AWS: `arn:aws:iam::${account}:root` },
    Action: "sqs:SendMessage",
    Resource: "arn:aws:sqs:eu-west-1:111122223333:jobs",
  });

  test("a resource policy knows its own account by its ARN", () => {
    expect(trustVerdicts(send("111122223333"))).toEqual([]);
    expect(trustVerdicts(send("444455556666"))).toEqual(["IAM402 warning"]);
  });

  test("a key's own account is the one that administers it", () => {
    const use = (account: string, actions: string) => ({
      Effect: "Allow",
      Principal: { AWS: `arn:aws:iam::${account}:root` },
      Action: actions,
      Resource: "*",
    });
    const administer = use("111122223333", "kms:*");
    expect(trustVerdicts([administer, use("111122223333", "kms:Decrypt")])).toEqual([]);
    expect(trustVerdicts([administer, use("444455556666", "kms:Decrypt")])).toEqual(["IAM402 warning"]);
  });

  test("the accounts of AWS's load balancers write access logs", () => {
    const write = (account: string) => ({
      Effect: "Allow",
      Principal: { AWS: `arn:aws:iam::${account}:root` },
      Action: "s3:PutObject",
      Resource: "arn:aws:s3:::logs/*",
    });
    expect(trustVerdicts(write("127311923021"))).toEqual([]);
    expect(trustVerdicts(write("127311923022"))).toEqual(["IAM402 warning"]);
  });
});

describe("third-party-without-external-id", () => {
  const scanner = "arn:aws:iam::111122223333:role/scanner";

  test("one finding an account", () => {
    const findings = trustFindings(assume([scanner, `${scanner}2`, "arn:aws:iam::444455556666:role/x"]));
    expect(findings.map(({ ruleId, pointer }) => `${ruleId} ${pointer}`)).toEqual([
      "IAM403 /Statement/0/Principal/AWS/0",
      "IAM403 /Statement/0/Principal/AWS/2",
    ]);
  });

  test.each([
    ["an external id", { StringEquals: { "sts:ExternalId": "x1" } }],
    ["the own organization", { StringEquals: { "aws:PrincipalOrgID": "o-a1b2c3d4e5" } }],
    ["people with MFA", { Bool: { "aws:MultiFactorAuthPresent": "true" } }],
    ["people with fresh MFA", { NumericLessThan: { "aws:MultiFactorAuthAge": "3600" } }],
  ])("%s is enough", (_, condition) => {
    expect(trustVerdicts(assume(scanner, condition))).toEqual([]);
  });

  test.each([
    ["any external id", { StringLike: { "sts:ExternalId": "*" } }],
    ["an external id where there is one", { StringEqualsIfExists: { "sts:ExternalId": "x1" } }],
    ["MFA where the caller says so", { BoolIfExists: { "aws:MultiFactorAuthPresent": "true" } }],
  ])("%s is not", (_, condition) => {
    expect(trustVerdicts(assume(scanner, condition))).toEqual(["IAM403 warning"]);
  });

  test("tagging a session alone assumes nothing", () => {
    expect(trustVerdicts({ ...assume(scanner), Action: "sts:TagSession" })).toEqual([]);
  });

  test("an account that only Terraform knows is not guessed", () => {
    expect(trustVerdicts(assume("arn:aws:iam::\uE000:root"))).toEqual([]);
  });
});

describe("dangling-principal", () => {
  test.each(["AROADBQP57FF2AEXAMPLE", "AIDAJQABLZS4A3QDU576Q"])("%s is left of a deleted principal", (id) => {
    expect(trustVerdicts(assume(id))).toEqual(["IAM405 warning"]);
  });

  test("in NotPrincipal and aws:PrincipalArn too", () => {
    const statement = {
      Effect: "Deny",
      NotPrincipal: { AWS: ["arn:aws:iam::111122223333:root", "AIDAJQABLZS4A3QDU576Q"] },
      Action: "sqs:*",
      Resource: "arn:aws:sqs:eu-west-1:111122223333:jobs",
      Condition: { StringEquals: { "aws:PrincipalArn": "AROADBQP57FF2AEXAMPLE" } },
    };
    expect(trustVerdicts(statement)).toEqual(["IAM405 warning", "IAM405 warning"]);
  });

  test("a unique id is right in aws:userid", () => {
    const statement = {
      ...assume("arn:aws:iam::111122223333:role/a"),
      Condition: { StringLike: { "aws:userid": "AROADBQP57FF2AEXAMPLE:*" } },
    };
    expect(trustVerdicts(statement, { trustedAccounts: ["111122223333"] })).toEqual([]);
  });
});
