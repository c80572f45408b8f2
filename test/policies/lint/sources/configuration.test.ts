import { allow, policy, verdicts } from "../helpers";
import { readFiles } from "./support";

const wide = JSON.stringify(policy(allow("kms:*")));
const ids = (files: Record<string, unknown>) => readFiles(files).findings.map(({ ruleId }) => ruleId);
const asPolicy = (text: unknown, rest: object = {}) => ({
  "main.tf.json": { ...rest, resource: { aws_iam_policy: { p: { policy: text } } } },
});

describe("locals and defaults of variables are put in", () => {
  const action = '{"Statement":[{"Effect":"Allow","Action":"${var.action}","Resource":"*"}]}';

  test.each<[string, string, object]>([
    ["a whole document", "${local.document}", { locals: { document: wide } }],
    ["a local of a local", "${local.a}", { locals: { a: "${local.b}", b: wide } }],
    ["an entry of a local", "${local.a.b[0]}", { locals: { a: { b: [wide] } } }],
    ["an object", "${jsonencode(local.o)}", { locals: { o: policy(allow("kms:*")) } }],
    [
      "a part of an object",
      '${jsonencode({ Statement = [{ Effect = "Allow", Action = local.actions, Resource = "*" }] })}',
      { locals: { actions: ["kms:*"] } },
    ],
    ["a local that is an expression", "${local.e}", { locals: { e: `\${jsonencode(${wide})}` } }],
    ["a part of a text", action, { variable: { action: { default: "kms:*" } } }],
    ["a variable in a list of blocks", action, { variable: [{ action: [{ default: "kms:*" }] }] }],
  ])("%s", (_, text, rest) => {
    expect(ids(asPolicy(text, rest))).toEqual(["IAM202"]);
  });

  test.each<[string, string, object]>([
    ["a variable without default", action, { variable: { action: {} } }],
    ["a variable that is not declared", action, {}],
    ["a call", "${upper(local.document)}", { locals: { document: wide } }],
    ["a circle", "${local.a}", { locals: { a: "${local.b}", b: "${local.a}" } }],
  ])("%s is not", (_, text, rest) => {
    expect(ids(asPolicy(text, rest))).toEqual(["IAM001"]);
  });

  test("what terraform.tfvars.json sets counts more than a default, wherever the files stand in the list", () => {
    const file = asPolicy(action, { variable: { action: { default: "s3:GetObject" } } });
    expect(ids({ ...file, "terraform.tfvars.json": { action: "kms:*" } })).toEqual(["IAM202"]);
    expect(ids({ "x.auto.tfvars.json": { action: "kms:*" }, ...file })).toEqual(["IAM202"]);
    expect(ids({ ...file, "other/terraform.tfvars.json": { action: "kms:*" } })).toEqual([]);
  });

  test("a finding after a value that was put in has its own place", () => {
    const text = `{"resource": {"aws_iam_policy": {"p": {
 "policy": "{\\"Id\\": \\"\${local.a}\\", \\"Statement\\": {\\"Effect\\": \\"Allow\\", \\"Action\\": \\"kms:*\\", \\"Resource\\": \\"*\\"}}"
}}}, "locals": {"a": "a rather long text"}}`;
    const [finding] = readFiles({ "x.tf.json": text }).findings;
    const column = (text.split("\n")[1] ?? "").indexOf('\\"kms:*') + 1;
    expect([finding?.line, finding?.column]).toEqual([2, column]);
  });
});

describe("instances", () => {
  const attachment = (forEach: unknown) => ({
    "main.tf.json": {
      locals: { names: { a: "AmazonPollyFullAccess", b: "ReadOnlyAccess" } },
      resource: {
        aws_iam_user_policy_attachment: {
          x: { for_each: forEach, user: "u", policy_arn: "arn:aws:iam::aws:policy/${each.value}" },
        },
      },
    },
  });
  const found = (forEach: unknown) =>
    readFiles(attachment(forEach)).findings.map(({ ruleId, resource }) => [ruleId, resource]);

  test.each<[string, unknown]>([
    ["a map", { a: "AmazonPollyFullAccess", b: "ReadOnlyAccess" }],
    ["a local", "${local.names}"],
    ["a map in Terraform's language", '${{ a = "AmazonPollyFullAccess", b = "ReadOnlyAccess" }}'],
  ])("of %s are each read, with their address", (_, forEach) => {
    expect(found(forEach)).toEqual([["IAM206", 'aws_iam_user_policy_attachment.x["a"]']]);
  });

  test("of a set", () => {
    expect(found('${toset(["AmazonPollyFullAccess", "ReadOnlyAccess"])}')).toEqual([
      ["IAM206", 'aws_iam_user_policy_attachment.x["AmazonPollyFullAccess"]'],
    ]);
  });

  test("that only Terraform knows are not passed over", () => {
    expect(found("${var.names}")).toEqual([["IAM001", "aws_iam_user_policy_attachment.x"]]);
  });

  test("that do not differ are judged once, and none when their count is zero", () => {
    const policies = (count: unknown) => ({
      "main.tf.json": { resource: { aws_iam_policy: { p: { count, policy: wide } } } },
    });
    expect(ids(policies(3))).toEqual(["IAM202"]);
    expect(ids(policies("${var.on ? 1 : 0}"))).toEqual(["IAM202"]);
    expect(ids(policies(0))).toEqual([]);
  });
});

describe("templates", () => {
  test.each<[string, string]>([
    [
      "quotes and braces in an expression",
      '{"Statement":{"Effect":"Allow","Action":"kms:*","Resource":"${x["a}"].b("}")}"}}',
    ],
    [
      "a template in a string of an expression",
      '{"Statement":{"Effect":"Allow","Action":"kms:*","Resource":"${f("${g["}"]}")}"}}',
    ],
    [
      "a comment in an expression",
      '{"Statement":{"Effect":"Allow","Action":"kms:*","Resource":"${ x /* } " */ }"}}',
    ],
    ["a literal %{", '{"Id":"%%{if}","Statement":{"Effect":"Allow","Action":"kms:*","Resource":"*"}}'],
    ["signs for white space", "${~ local.document ~}"],
    [
      "a heredoc",
      '${<<-EOT\n  {"Statement": {"Effect": "Allow", "Action": "kms:*", "Resource": "${local.any}"}}\n  EOT\n}',
    ],
    ["a heredoc without indent", `\${<<EOT\n${wide}\nEOT\n}`],
  ])("%s", (_, text) => {
    const { findings } = readFiles(asPolicy(text, { locals: { document: wide, any: "*" } }));
    expect(findings.map(({ ruleId }) => ruleId)).toEqual(["IAM202"]);
  });

  test("comments and heredocs inside jsonencode", () => {
    const text = `\${jsonencode({
      # who may } "
      Statement = [{ // one
        Effect = "Allow", /* } */ Action = "kms:*"
        Resource = <<EOT
any " } thing
EOT
      }]
    })}`;
    expect(ids(asPolicy(text))).toEqual(["IAM202"]);
  });

  test("a directive around statements leaves no JSON, and is said", () => {
    const { findings } = readFiles(asPolicy('{"Statement":[%{ if var.x }{}%{ endif }]}'));
    expect(verdicts(findings)).toEqual(["IAM001 error"]);
  });

  test("a part that is a directive is unknown", () => {
    const text =
      '{"Statement":{"Effect":"Allow","Action":"s3:%{ if var.w }Put%{ else }Get%{ endif }Object","Resource":"*"}}';
    expect(verdicts(readFiles(asPolicy(text)).findings)).toEqual(["IAM001 error"]);
  });
});

test("the document of another resource", () => {
  const resource = {
    aws_iam_policy: { p: { policy: wide } },
    aws_iam_role_policy: { q: { role: "r", policy: "${aws_iam_policy.p.policy}" } },
  };
  expect(readFiles({ "x.tf.json": { resource } }).findings.map((finding) => finding.resource)).toEqual([
    "aws_iam_policy.p",
    "aws_iam_role_policy.q",
  ]);
});

test("inline policies in dynamic blocks are judged as if they were there", () => {
  const role = { dynamic: { inline_policy: { for_each: "${var.x}", content: { policy: wide } } } };
  expect(ids({ "x.tf.json": { resource: { aws_iam_role: { r: role } } } })).toEqual(["IAM202"]);
});

test("Terraform's own state file is refused, with what to give instead", () => {
  const state = { version: 4, terraform_version: "1.11.4", serial: 1, lineage: "x", resources: [] };
  const report = readFiles({ "terraform.tfstate": state });
  expect(report.unreadable).toBe(true);
  expect(report.findings[0]?.message).toContain("terraform show -json");
});
