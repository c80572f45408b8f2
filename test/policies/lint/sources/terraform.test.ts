import { allow, deny, lambdaTrust, policy, verdicts } from "../helpers";
import { readFiles } from "./support";

const bad = policy(allow("kms:*"));
const lintResources = (resource: unknown, data?: unknown) =>
  readFiles({ "cdk.tf.json": { resource, data } }).findings;
const asPolicy = (text: string, data?: unknown) =>
  lintResources({ aws_iam_policy: { p: { policy: text } } }, data);

describe("where policies are found", () => {
  const text = JSON.stringify(bad);
  const account = { AWS: "arn:aws:iam::111122223333:role/jobs" };
  const onBucket = JSON.stringify(policy({ ...allow("kms:*"), Principal: account }));

  test.each<[string, unknown, string]>([
    ["a managed policy", { aws_iam_policy: { p: { policy: text } } }, "aws_iam_policy.p"],
    [
      "a role's inline policy",
      { aws_iam_role_policy: { p: { role: "r", policy: text } } },
      "aws_iam_role_policy.p",
    ],
    ["a user's", { aws_iam_user_policy: { p: { user: "u", policy: text } } }, "aws_iam_user_policy.p"],
    ["a group's", { aws_iam_group_policy: { p: { group: "g", policy: text } } }, "aws_iam_group_policy.p"],
    [
      "inline blocks of a role",
      { aws_iam_role: { r: { inline_policy: [{ policy: text }] } } },
      "aws_iam_role.r",
    ],
    [
      "an inline block that is no list",
      { aws_iam_role: { r: { inline_policy: { policy: text } } } },
      "aws_iam_role.r",
    ],
    ["lists of blocks at every level", [{ aws_iam_policy: [{ p: [{ policy: text }] }] }], "aws_iam_policy.p"],
    ["a bucket policy", { aws_s3_bucket_policy: { p: { policy: onBucket } } }, "aws_s3_bucket_policy.p"],
    [
      "a type that no table names",
      { aws_new_thing: { p: { settings: [{ rules: text }] } } },
      "aws_new_thing.p",
    ],
  ])("%s", (_, resource, address) => {
    expect(lintResources(resource)).toMatchObject([{ ruleId: "IAM202", resource: address }]);
  });

  test("a trust policy", () => {
    const trust = policy({ Effect: "Allow", Principal: "*", Action: "sts:*" });
    expect(
      lintResources({ aws_iam_role: { r: { assume_role_policy: JSON.stringify(trust) } } }),
    ).toMatchObject([{ ruleId: "IAM202", resource: "aws_iam_role.r" }]);
  });

  test("comments, requirements and other text are no policies", () => {
    const file = {
      "//": { metadata: { version: "0.21.0" } },
      terraform: { required_version: ">= 1.10", backend: { local: {} } },
      provider: { aws: [{ region: "eu-central-1" }] },
      resource: { aws_instance: { i: { user_data: `cat <<E\n${text}\nE` } } },
    };
    expect(readFiles({ "cdk.tf.json": file }).findings).toEqual([]);
  });

  test("files of one folder are one module", () => {
    const { findings } = readFiles({
      "a/roles.tf.json": {
        resource: { aws_iam_role: { r: { assume_role_policy: JSON.stringify(lambdaTrust) } } },
      },
      "a/rest.tf.json": {
        resource: {
          aws_iam_role_policy_attachment: {
            x: {
              role: "${aws_iam_role.r.name}",
              policy_arn: "arn:aws:iam::aws:policy/AmazonPollyFullAccess",
            },
          },
        },
      },
    });
    expect(findings[0]?.message).toContain("which lambda.amazonaws.com assumes");
  });

  test("a called module is said to be unseen", () => {
    expect(readFiles({ "x.tf.json": { module: { net: { source: "./net" } } } }).findings).toMatchObject([
      { ruleId: "IAM001", severity: "info", resource: "module.net" },
    ]);
  });
});

describe("expressions", () => {
  test("an unknown ARN is no star, an IAM variable is written with two dollars, quotes may stand in an expression", () => {
    const text =
      '{"Statement":[{"Effect":"Allow","Action":"iam:Attach*Policy","Resource":"${aws_iam_user.u["a}b"].arn}/$${aws:username}"}]}';
    const [finding] = asPolicy(text);
    expect(finding?.severity).toBe("warning");
    expect(finding?.message).toContain("${…}/${aws:username}");
  });

  test("in a policy file, ${ is IAM's", () => {
    const { findings } = readFiles({
      "p.json": policy(allow("iam:Attach*Policy", "arn:aws:iam::1:user/${aws:username}")),
    });
    expect(findings[0]?.message).toContain("arn:aws:iam::1:user/${aws:username}");
  });

  test("an unknown action, statement or document is not passed over", () => {
    expect(
      verdicts(asPolicy('{"Statement":[{"Effect":"Allow","Action":"s3:${var.a}","Resource":"*"}]}')),
    ).toEqual(["IAM001 error"]);
    expect(verdicts(asPolicy('{"Statement": ${jsonencode(var.s)}}'))).toEqual(["IAM001 error"]);
    expect(verdicts(asPolicy("${var.policy}"))).toEqual(["IAM001 error"]);
    expect(verdicts(asPolicy('${file("p.json")}'))).toEqual(["IAM001 error"]);
    expect(verdicts(asPolicy("{not json"))).toEqual(["IAM001 error"]);
    expect(asPolicy("")).toEqual([]);
  });

  test("jsonencode of a literal is read, its unknown parts stay unknown", () => {
    const text = `\${jsonencode({
      Version = "2012-10-17"
      "Statement" : [
        { Effect = "Allow", Action = ["kms:*", "s3:GetObject"], Resource = aws_kms_key.k.arn },
        { Effect = "Allow", Action = concat(["s3:Get*"], var.more), Resource = [for a in var.arns : "\${a}/*"] },
      ]
    })}`;
    const findings = asPolicy(text);
    expect(findings.map(({ ruleId, pointer }) => [ruleId, pointer]).sort()).toEqual([
      ["IAM001", "/Statement/1/Action"],
      ["IAM202", "/Statement/0/Action/0"],
    ]);
  });
});

describe("aws_iam_policy_document", () => {
  const statement = (overrides: object = {}) => ({ actions: ["kms:*"], resources: ["*"], ...overrides });
  const render = (blocks: Record<string, unknown>) =>
    asPolicy("${data.aws_iam_policy_document.d.json}", { aws_iam_policy_document: blocks });

  test("effect, lists and single blocks", () => {
    expect(verdicts(render({ d: { statement: statement() } }))).toEqual(["IAM202 error"]);
    expect(verdicts(render({ d: [{ statement: [statement(), statement({ effect: "Deny" })] }] }))).toEqual(
      [],
    );
    expect(verdicts(render({ d: { statement: [{ not_actions: ["iam:*"], resources: ["*"] }] } }))).toEqual([
      "IAM204 error",
    ]);
    expect(
      verdicts(
        render({ d: { statement: [{ actions: ["s3:GetObject"], not_resources: ["arn:aws:s3:::x"] }] } }),
      ),
    ).toEqual(["IAM205 error"]);
  });

  test("statements come from source documents, and are replaced by sid", () => {
    const source = { d: { source_policy_documents: ["${data.aws_iam_policy_document.s.json}"] } };
    expect(verdicts(render({ ...source, s: { statement: statement() } }))).toEqual(["IAM202 error"]);
    const overriding = {
      d: {
        statement: statement({ sid: "A" }),
        override_policy_documents: ["${data.aws_iam_policy_document.o.json}"],
      },
    };
    const harmless = { statement: statement({ sid: "A", actions: ["kms:Decrypt"] }) };
    expect(render({ ...overriding, o: harmless })).toEqual([]);
    expect(
      verdicts(
        render({ ...overriding, o: { statement: statement({ sid: "B", actions: ["kms:Decrypt"] }) } }),
      ),
    ).toEqual(["IAM202 error"]);
  });

  test("a dynamic Allow is judged as if it were there, a dynamic Deny as if it were not", () => {
    const dynamic = (content: object) => ({
      statement: [{ for_each: "${var.key != null ? [1] : []}", content }],
    });
    expect(verdicts(render({ d: { dynamic: dynamic(statement()) } }))).toEqual(["IAM202 error"]);
    expect(verdicts(render({ d: { dynamic: dynamic(statement({ actions: ["kms:Decrypt"] })) } }))).toEqual(
      [],
    );
    const denial = dynamic(statement({ effect: "Deny" }));
    expect(verdicts(render({ d: { statement: statement(), dynamic: denial } }))).toEqual(["IAM202 error"]);
    const maybeConditional = statement({
      effect: "Deny",
      dynamic: { condition: { for_each: "${var.c}", content: {} } },
    });
    expect(verdicts(render({ d: { statement: [statement(), maybeConditional] } }))).toEqual(["IAM202 error"]);
  });

  test("what cannot be resolved is reported: missing, circular, dynamic, unknown", () => {
    const messages = (blocks: Record<string, unknown>) =>
      render(blocks).filter(({ ruleId }) => /^IAM00[13]$/.test(ruleId));
    expect(messages({})[0]?.message).toContain("not part of this input");
    expect(
      messages({ d: { source_policy_documents: ["${data.aws_iam_policy_document.d.json}"] } }),
    ).not.toEqual([]);
    expect(messages({ d: { dynamic: { statement: [{}] } } })).not.toEqual([]);
    expect(messages({ d: { source_policy_documents: ["${var.x}"] } })).not.toEqual([]);
  });

  test("a document that nothing here uses is looked at by itself", () => {
    const data = { aws_iam_policy_document: { d: { statement: statement() } } };
    expect(lintResources({}, data)).toMatchObject([
      { ruleId: "IAM202", resource: "data.aws_iam_policy_document.d" },
    ]);
  });
});

test("a Deny in another policy of the same role is subtracted, unless the Allow is shared", () => {
  const inline = (document: unknown) => ({
    role: "${aws_iam_role.r.name}",
    policy: JSON.stringify(document),
  });
  const role = { aws_iam_role: { r: { assume_role_policy: JSON.stringify(lambdaTrust) }, other: {} } };
  const policies = { aws_iam_role_policy: { a: inline(bad), d: inline(policy(deny("*"))) } };
  expect(lintResources({ ...role, ...policies })).toEqual([]);
  const shared = {
    ...role,
    aws_iam_policy: { p: { policy: JSON.stringify(bad) } },
    aws_iam_policy_attachment: {
      x: {
        roles: ["${aws_iam_role.r.name}", "${aws_iam_role.other.name}"],
        policy_arn: "${aws_iam_policy.p.arn}",
      },
    },
    aws_iam_role_policy: { d: inline(policy(deny("*"))) },
  };
  expect(lintResources(shared).map(({ ruleId }) => ruleId)).toContain("IAM202");
});
