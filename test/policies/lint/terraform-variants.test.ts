/** Forms of Terraform JSON in which other linters see nothing, or cannot read the file. */
import { allow, lambdaTrust, lintFiles, policy } from "./helpers";

const wide = policy(allow(["iam:PassRole", "iam:AttachUserPolicy", "ec2:RunInstances", "s3:GetObject"]));
/** A path over a role that is handed over, and giving oneself a policy. */
const escalations = ["IAM305", "IAM303"];
const narrow = policy(allow("s3:GetObject", "arn:aws:s3:::photos/*"));

function findings(file: Record<string, unknown>) {
  return lintFiles({ "cdk.tf.json": file }).findings;
}

const errorsAt = (file: Record<string, unknown>, address: string) =>
  findings(file).filter(({ severity, resource }) => severity === "error" && resource === address);

const managed = (document: object) => ({ aws_iam_policy: { p: { policy: JSON.stringify(document) } } });

test("1. a policy as a JSON string", () => {
  const errors = errorsAt({ resource: managed(wide) }, "aws_iam_policy.p");
  expect(errors.map(({ ruleId }) => ruleId)).toEqual(escalations);
  expect(findings({ resource: managed(narrow) })).toEqual([]);
});

test("2. a data block", () => {
  const block = (actions: string[], resources: string[]) => ({
    data: { aws_iam_policy_document: { d: { statement: [{ actions, resources }] } } },
    resource: { aws_iam_policy: { p: { policy: "${data.aws_iam_policy_document.d.json}" } } },
  });
  const wideActions = ["iam:PassRole", "iam:AttachUserPolicy", "ec2:RunInstances"];
  const errors = errorsAt(block(wideActions, ["*"]), "aws_iam_policy.p");
  expect(errors.map(({ ruleId }) => ruleId)).toEqual(escalations);
  expect(findings(block(["s3:GetObject"], ["arn:aws:s3:::photos/*"]))).toEqual([]);
});

test("3. terraform.required_version, which is a string", () => {
  const terraform = { required_version: ">= 1.10.0", required_providers: { aws: { version: "6.25.0" } } };
  expect(errorsAt({ terraform, resource: managed(wide) }, "aws_iam_policy.p")).not.toEqual([]);
  expect(findings({ terraform, resource: managed(narrow) })).toEqual([]);
});

test("4. inline_policy", () => {
  const role = (document: object) => ({
    resource: {
      aws_iam_role: {
        r: {
          assume_role_policy: JSON.stringify(lambdaTrust),
          inline_policy: [{ name: "i", policy: JSON.stringify(document) }],
        },
      },
      aws_lambda_function: { f: { role: "${aws_iam_role.r.arn}" } },
    },
  });
  expect(errorsAt(role(wide), "aws_iam_role.r")).not.toEqual([]);
  expect(findings(role(narrow))).toEqual([]);
});

describe("5. attachments", () => {
  const attached = (name: string) => ({
    resource: {
      aws_iam_role: { r: { assume_role_policy: JSON.stringify(lambdaTrust) } },
      aws_lambda_function: { f: { role: "${aws_iam_role.r.arn}" } },
      aws_iam_role_policy_attachment: {
        a: { role: "${aws_iam_role.r.name}", policy_arn: `arn:aws:iam::aws:policy/${name}` },
      },
    },
  });

  test.each(["AdministratorAccess", "IAMFullAccess", "AmazonS3FullAccess"])(
    "%s on a service's role",
    (name) => {
      const errors = errorsAt(attached(name), "aws_iam_role_policy_attachment.a");
      expect(errors.map(({ ruleId }) => ruleId)).toEqual(["IAM206"]);
      expect(errors[0]?.message).toContain(name);
    },
  );

  test("a policy that manages nothing completely", () => {
    expect(findings(attached("service-role/AWSLambdaBasicExecutionRole"))).toEqual([]);
  });
});

/** Findings of a role that this statement lets others assume. */
function trust(statement: object) {
  const document = policy({ Effect: "Allow", Action: "sts:AssumeRole", ...statement });
  return findings({ resource: { aws_iam_role: { r: { assume_role_policy: JSON.stringify(document) } } } });
}

test.each([["*"], [{ AWS: "*" }], [{ AWS: ["*"] }]])("6. trust in %j", (Principal) => {
  expect(trust({ Principal })).toMatchObject([
    { ruleId: "IAM401", severity: "error", resource: "aws_iam_role.r" },
  ]);
});

test("7. trust in another account's root", () => {
  const found = trust({ Principal: { AWS: "arn:aws:iam::999988887777:root" } });
  expect(found.map(({ ruleId, resource }) => [ruleId, resource])).toContainEqual([
    "IAM402",
    "aws_iam_role.r",
  ]);
});

describe("8. trust in GitHub's tokens", () => {
  const host = "token.actions.githubusercontent.com";
  const github = (conditions: object) =>
    trust({
      Action: "sts:AssumeRoleWithWebIdentity",
      Principal: { Federated: `arn:aws:iam::111122223333:oidc-provider/${host}` },
      Condition: { StringEquals: { [`${host}:aud`]: "sts.amazonaws.com" }, ...conditions },
    });

  test.each<[string, object]>([
    ["without a subject", {}],
    ["of any repository", { StringLike: { [`${host}:sub`]: "repo:*" } }],
  ])("%s", (_, conditions) => {
    expect(github(conditions)).toMatchObject([{ ruleId: "IAM404", severity: "error" }]);
  });

  test("of one repository's branch", () => {
    expect(github({ StringLike: { [`${host}:sub`]: "repo:org/app:ref:refs/heads/main" } })).toEqual([]);
  });
});
