import { allow, deny, lambdaTrust, policy } from "../../helpers";
import { escalation, escalationIn, role, roleWithPolicies, told } from "./helpers";

describe("one's own permissions", () => {
  test.each([
    ["on all users", [allow("iam:AttachUserPolicy", "arn:aws:iam::*:user/*")], ["IAM303 error iam-008"]],
    ["on the account", [allow("iam:PutUserPolicy", "arn:aws:iam::111122223333:*")], ["IAM303 error iam-007"]],
    ["in another case", [allow("IAM:attachUSERpolicy")], ["IAM303 error iam-008"]],
    ["the default version of a policy", [allow("iam:SetDefaultPolicyVersion")], ["IAM303 error"]],
    ["on groups, for an action on users", [allow("iam:PutUserPolicy", "arn:aws:iam::*:group/*")], []],
    ["on the caller's own name", [allow("iam:AttachUserPolicy", "arn:aws:iam::*:user/${aws:username}")], []],
    ["on one user", [allow("iam:AttachUserPolicy", "arn:aws:iam::111122223333:user/one")], []],
    [
      "denied for one user only",
      [allow("iam:AttachUserPolicy"), deny("iam:*", "arn:aws:iam::*:user/bob")],
      ["IAM303 error iam-008"],
    ],
    ["denied", [allow("iam:AttachUserPolicy"), deny("iam:*")], []],
    [
      "only certain policies",
      [
        {
          ...allow("iam:AttachUserPolicy"),
          Condition: { ArnEquals: { "iam:PolicyARN": "arn:aws:iam::aws:policy/ReadOnlyAccess" } },
        },
      ],
      [],
    ],
    [
      "with MFA, which narrows nothing",
      [{ ...allow("iam:AttachUserPolicy"), Condition: { Bool: { "aws:MultiFactorAuthPresent": "true" } } }],
      ["IAM303 error iam-008"],
    ],
    [
      "denied without MFA, which leaves it with MFA",
      [
        allow("iam:AttachUserPolicy"),
        { ...deny("iam:*"), Condition: { BoolIfExists: { "aws:MultiFactorAuthPresent": "false" } } },
      ],
      ["IAM303 error iam-008"],
    ],
    ["by a wildcard, of which the breadth rule makes an error", [allow("iam:Attach*")], []],
  ])("%s", (_, statements, expected) => {
    expect(told(escalation(...statements))).toEqual(expected);
  });

  test("several actions of one statement are one finding that names them", () => {
    const findings = escalation(allow(["iam:PutUserPolicy", "iam:AddUserToGroup"]));
    expect(told(findings)).toEqual(["IAM303 error iam-007"]);
    expect(findings[0]?.message).toContain("iam:PutUserPolicy, iam:AddUserToGroup.");
  });

  test("on the role that has the policy, by its name", () => {
    const change = (name: string) =>
      escalationIn(roleWithPolicies({ own: [allow("iam:PutRolePolicy", role(name))] }));
    expect(told(change("jobs"))).toEqual(["IAM303 error iam-005"]);
    expect(told(change("service/jobs"))).toEqual(["IAM303 error iam-005"]);
    expect(change("others")).toEqual([]);
  });
});

describe("other principals", () => {
  test.each([
    ["keys of all users", [allow("iam:CreateAccessKey")], ["IAM304 error iam-002"]],
    ["sessions of all roles", [allow("sts:AssumeRole", role("*"))], ["IAM304 error sts-001"]],
    ["trust of all roles", [allow("iam:UpdateAssumeRolePolicy")], ["IAM304 error iam-012"]],
    [
      "passwords, by a wildcard that is no permission management",
      [allow("iam:*LoginProfile")],
      ["IAM304 error iam-004"],
    ],
    ["sessions of member accounts' roots", [allow("sts:AssumeRoot")], ["IAM304 error"]],
    ["other credentials of all users", [allow("iam:CreateServiceSpecificCredential")], ["IAM304 error"]],
    ["the identity provider", [allow("iam:UpdateSAMLProvider")], ["IAM304 error"]],
    [
      "one identity provider",
      [allow("iam:UpdateSAMLProvider", "arn:aws:iam::111122223333:saml-provider/one")],
      [],
    ],
    ["any permission set, for oneself", [allow("sso:CreateAccountAssignment")], ["IAM303 error"]],
    ["one's own keys", [allow("iam:CreateAccessKey", "arn:aws:iam::*:user/${aws:username}")], []],
    ["a session of one role", [allow("sts:AssumeRole", role("one"))], []],
  ])("%s", (_, statements, expected) => {
    expect(told(escalation(...statements))).toEqual(expected);
  });
});

describe("a policy that several roles have", () => {
  const shared = {
    aws_iam_policy: {
      shared: { name: "shared", policy: JSON.stringify(policy(allow("iam:CreateAccessKey"))) },
    },
    aws_iam_role: Object.fromEntries(
      ["a", "b"].map((name) => [name, { name, assume_role_policy: JSON.stringify(lambdaTrust) }]),
    ),
    aws_iam_role_policy_attachment: Object.fromEntries(
      ["a", "b"].map((name) => [
        name,
        { role: `\${aws_iam_role.${name}.name}`, policy_arn: "${aws_iam_policy.shared.arn}" },
      ]),
    ),
  };

  test("gives one finding", () => {
    expect(told(escalationIn({ "main.tf.json": { resource: shared } }))).toEqual(["IAM304 error iam-002"]);
  });

  test("still gives one when one of them is denied it", () => {
    const denied = { role: "${aws_iam_role.a.name}", policy: JSON.stringify(policy(deny("iam:*"))) };
    const findings = escalationIn({
      "main.tf.json": { resource: { ...shared, aws_iam_role_policy: { denied } } },
    });
    expect(told(findings)).toEqual(["IAM304 error iam-002"]);
  });

  test("gives none when all of them are", () => {
    const denials = Object.fromEntries(
      ["a", "b"].map((name) => [
        name,
        { role: `\${aws_iam_role.${name}.name}`, policy: JSON.stringify(policy(deny("iam:*"))) },
      ]),
    );
    expect(
      escalationIn({ "main.tf.json": { resource: { ...shared, aws_iam_role_policy: denials } } }),
    ).toEqual([]);
  });
});

describe("AWS managed policies", () => {
  const attach = (name: string) => ({
    aws_iam_role_policy_attachment: {
      managed: { role: "${aws_iam_role.jobs.name}", policy_arn: `arn:aws:iam::aws:policy/${name}` },
    },
  });

  test("complete a path that an inline policy starts", () => {
    const findings = escalationIn(
      roleWithPolicies({ passes: [allow("iam:PassRole")] }, { more: attach("AWSLambda_FullAccess") }),
    );
    expect(told(findings)).toEqual(["IAM305 error lambda-001"]);
    expect(findings[0]?.message).toContain(
      "lambda:CreateFunction, lambda:InvokeFunction in AWSLambda_FullAccess",
    );
  });

  test("by themselves are left to the rule on full access", () => {
    expect(escalationIn(roleWithPolicies({}, { more: attach("AWSLambda_FullAccess") }))).toEqual([]);
    expect(escalationIn(roleWithPolicies({}, { more: attach("AdministratorAccess") }))).toEqual([]);
  });
});

describe("roles of notebooks, training and instances", () => {
  const trustOf = (service: string) =>
    policy({ Effect: "Allow", Principal: { Service: service }, Action: "sts:AssumeRole" });
  const told308 = (service: string, statements: readonly unknown[], more = {}) =>
    told(escalationIn(roleWithPolicies({ own: statements }, { trust: trustOf(service), more })));

  const training = allow("sagemaker:CreateTrainingJob", "arn:aws:sagemaker:eu-west-1:111122223333:x/y");

  test.each([
    ["sagemaker.amazonaws.com", []],
    ["ec2.amazonaws.com", [training]],
  ])("of %s must not administer IAM", (service, work) => {
    const told308 = (trusted: string, statements: readonly unknown[]) =>
      told(escalationIn(roleWithPolicies({ own: [...statements, ...work] }, { trust: trustOf(trusted) })));
    expect(told308(service, [allow("iam:AttachRolePolicy")]).sort()).toEqual([
      "IAM303 error iam-009",
      "IAM308 error",
    ]);
    expect(told308(service, [allow("iam:*")])).toEqual(["IAM308 error"]);
    expect(told308(service, [allow("iam:*"), deny("iam:*")])).toEqual([]);
    expect(told308(service, [allow("iam:GetRole")])).toEqual([]);
  });

  test("with AdministratorAccess neither, at its attachment", () => {
    const attachment = { role: "jobs", policy_arn: "arn:aws:iam::aws:policy/AdministratorAccess" };
    const more = { aws_iam_role_policy_attachment: { admin: attachment } };
    expect(told308("sagemaker.amazonaws.com", [allow("s3:GetObject")], more)).toEqual(["IAM308 error"]);
  });

  test("of other services are left to the general rule", () => {
    expect(told308("lambda.amazonaws.com", [allow("iam:AttachRolePolicy")])).toEqual([
      "IAM303 error iam-009",
    ]);
  });

  test("of instances without any sign of machine learning are left to the general rule", () => {
    const toldOf = (name: string) => {
      const role = { name, assume_role_policy: JSON.stringify(trustOf("ec2.amazonaws.com")) };
      const own = { role: name, policy: JSON.stringify(policy(allow("iam:AttachRolePolicy"))) };
      const resource = { aws_iam_role: { r: role }, aws_iam_role_policy: { own } };
      return told(escalationIn({ "main.tf.json": { resource } })).sort();
    };
    expect(toldOf("web")).toEqual(["IAM303 error iam-009"]);
    expect(toldOf("html-pages")).toEqual(["IAM303 error iam-009"]);
    expect(toldOf("gpu-training")).toEqual(["IAM303 error iam-009", "IAM308 error"]);
    expect(toldOf("team-ml")).toEqual(["IAM303 error iam-009", "IAM308 error"]);
  });
});
