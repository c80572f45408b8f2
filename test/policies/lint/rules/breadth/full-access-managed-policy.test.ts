import { allow, deny, lambdaTrust, lintFiles, policy } from "../../helpers";

const arn = (name: string) => `arn:aws:iam::aws:policy/${name}`;
const role = { assume_role_policy: JSON.stringify(lambdaTrust), name: "fn" };

function fullAccess(resource: Record<string, unknown>, data?: unknown) {
  const { findings } = lintFiles({ "main.tf.json": { resource, data } });
  return findings.filter(({ ruleId }) => ruleId === "IAM206");
}

function attached(policyArn: string, resources: Record<string, unknown> = { aws_iam_role: { fn: role } }) {
  return fullAccess({
    ...resources,
    aws_iam_role_policy_attachment: { a: { role: "${aws_iam_role.fn.name}", policy_arn: policyArn } },
  });
}

describe("by what the policy grants", () => {
  test.each<[string, string]>([
    ["AdministratorAccess", "allows everything in the account."],
    ["PowerUserAccess", "allows everything in the account except account, iam, organizations"],
    ["SecretsManagerReadWrite", "allows managing all of secretsmanager"],
    ["job-function/DatabaseAdministrator", "allows managing all of dynamodb, elasticache, rds, redshift"],
    ["AmazonSageMakerCanvasFullAccess", "is full access by its name"],
  ])("%s", (name, words) => {
    const [finding, ...more] = attached(arn(name));
    expect(more).toEqual([]);
    expect(finding?.severity).toBe("error");
    expect(finding?.message).toContain(words);
  });

  test.each([
    "AmazonS3ReadOnlyAccess",
    "service-role/AWSLambdaBasicExecutionRole",
    "AWSXRayDaemonWriteAccess",
  ])("%s is none", (name) => {
    expect(attached(arn(name))).toEqual([]);
  });

  test("a customer's own policy counts by its document", () => {
    const resources = {
      aws_iam_role: { fn: role },
      aws_iam_policy: { p: { policy: JSON.stringify(policy(allow("kms:*"))) } },
    };
    expect(attached("${aws_iam_policy.p.arn}", resources)[0]?.message).toContain(
      "aws_iam_policy.p on role aws_iam_role.fn, which lambda.amazonaws.com assumes, allows managing all of kms",
    );
    const narrow = {
      ...resources,
      aws_iam_policy: { p: { policy: JSON.stringify(policy(allow("kms:Decrypt"))) } },
    };
    expect(attached("${aws_iam_policy.p.arn}", narrow)).toEqual([]);
  });
});

describe("what Denies and boundaries leave", () => {
  const withDeny = (denial: unknown) => ({
    aws_iam_role: { fn: role },
    aws_iam_role_policy: { d: { role: "${aws_iam_role.fn.name}", policy: JSON.stringify(policy(denial)) } },
  });

  test("a Deny of the principal's own takes the service away", () => {
    expect(attached(arn("AmazonPollyFullAccess"), withDeny(deny("polly:*")))).toEqual([]);
    expect(
      attached(
        arn("AmazonPollyFullAccess"),
        withDeny(deny("polly:DeleteLexicon", "arn:aws:polly:*:*:lexicon/x")),
      ),
    ).toHaveLength(1);
    const [finding] = attached(
      arn("AdministratorAccess"),
      withDeny({ Effect: "Deny", NotAction: "polly:*", Resource: "*" }),
    );
    expect(finding?.message).toContain("allows managing all of polly.");
  });

  test("a boundary that allows less leaves no full access", () => {
    const bounded = (allowed: string) => ({
      aws_iam_role: { fn: { ...role, permissions_boundary: "${aws_iam_policy.b.arn}" } },
      aws_iam_policy: { b: { policy: JSON.stringify(policy(allow(allowed))) } },
    });
    expect(attached(arn("AmazonPollyFullAccess"), bounded("polly:SynthesizeSpeech"))).toEqual([]);
    expect(attached(arn("AmazonPollyFullAccess"), bounded("polly:*"))).toHaveLength(1);
  });
});

describe("severity", () => {
  const userAttachment = (name: string) => ({
    aws_iam_user_policy_attachment: { a: { user: "ann", policy_arn: arn(name) } },
  });

  test("on a user, a service that is not sensitive is a warning, a sensitive one an error", () => {
    expect(fullAccess(userAttachment("AmazonPollyFullAccess"))[0]?.severity).toBe("warning");
    expect(fullAccess(userAttachment("AmazonS3FullAccess"))[0]?.severity).toBe("error");
  });

  test("on a service's role, each is an error", () => {
    expect(attached(arn("AmazonPollyFullAccess"))[0]?.severity).toBe("error");
  });
});

describe("every way of attaching", () => {
  const name = arn("AmazonS3FullAccess");

  test.each<[string, Record<string, unknown>, string]>([
    [
      "managed_policy_arns",
      { aws_iam_role: { fn: { ...role, managed_policy_arns: [name] } } },
      "role aws_iam_role.fn",
    ],
    [
      "by the role's name",
      { aws_iam_role: { fn: role }, aws_iam_role_policy_attachment: { a: { role: "fn", policy_arn: name } } },
      "role aws_iam_role.fn",
    ],
    [
      "a role elsewhere",
      { aws_iam_role_policy_attachment: { a: { role: "other", policy_arn: name } } },
      "role other",
    ],
    ["a group", { aws_iam_group_policy_attachment: { a: { group: "g", policy_arn: name } } }, "group g"],
    [
      "many at once",
      { aws_iam_policy_attachment: { a: { name: "a", users: ["u"], policy_arn: name } } },
      "user u",
    ],
    [
      "exclusive",
      { aws_iam_role_policy_attachments_exclusive: { a: { role_name: "r", policy_arns: [name] } } },
      "role r",
    ],
    [
      "a permission set",
      {
        aws_ssoadmin_managed_policy_attachment: {
          a: { managed_policy_arn: name, permission_set_arn: "arn:x" },
        },
      },
      "permission-set arn:x",
    ],
    [
      "an unknown partition",
      {
        aws_iam_user_policy_attachment: {
          a: {
            user: "u",
            policy_arn: "arn:${data.aws_partition.p.partition}:iam::aws:policy/AmazonS3FullAccess",
          },
        },
      },
      "user u",
    ],
  ])("%s", (_, resource, principal) => {
    const [finding, ...more] = fullAccess(resource);
    expect(more).toEqual([]);
    expect(finding?.message).toContain(`AmazonS3FullAccess on ${principal}`);
  });

  test("through a data source by name", () => {
    const resource = {
      aws_iam_user_policy_attachment: { a: { user: "u", policy_arn: "${data.aws_iam_policy.s3.arn}" } },
    };
    const data = { aws_iam_policy: { s3: { name: "AmazonS3FullAccess" } } };
    expect(fullAccess(resource, data)).toHaveLength(1);
  });

  test("a policy that only Terraform knows is not passed over", () => {
    const resource = { aws_iam_user_policy_attachment: { a: { user: "u", policy_arn: "${var.policy}" } } };
    expect(lintFiles({ "x.tf.json": { resource } }).findings).toMatchObject([
      {
        ruleId: "IAM001",
        severity: "error",
        message: "the attached policy is known only when Terraform runs (var.policy); lint the plan",
      },
    ]);
  });

  test("a customer's policy that is defined elsewhere is said to be unchecked", () => {
    const resource = {
      aws_iam_user_policy_attachment: { a: { user: "u", policy_arn: "arn:aws:iam::111122223333:policy/x" } },
    };
    expect(lintFiles({ "x.tf.json": { resource } }).findings).toMatchObject([
      { ruleId: "IAM001", severity: "info" },
    ]);
  });
});

test("a principal whose services are not known is named without a stray comma", () => {
  const resource = {
    aws_iam_user: { u: { name: "u" } },
    aws_iam_user_policy_attachment: {
      a: { user: "${aws_iam_user.u.name}", policy_arn: "arn:aws:iam::aws:policy/AdministratorAccess" },
    },
  };
  expect(
    lintFiles({ "main.tf.json": { resource } })
      .findings.map(({ message }) => message)
      .join(),
  ).toContain("on user aws_iam_user.u allows everything");
});
