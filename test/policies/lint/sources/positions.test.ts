import { readFiles } from "./support";

const at = (text: string, needle: string) => {
  const before = text.slice(0, text.indexOf(needle));
  const lines = before.split("\n");
  return { line: lines.length, column: (lines.at(-1) ?? "").length + 1 };
};

test("a policy file: the action's own place, after escapes and letters of any width", () => {
  const text = `{\n  "Statement": [\n    {"Sid": "\\u00e4ö😀", "Effect": "Allow",\n     "Action": ["s3:ListBucket", "kms:*"], "Resource": "*"}\n  ]\n}\n`;
  expect(readFiles({ "p.json": text }).findings).toMatchObject([at(text, '"kms:*"')]);
});

test("a policy inside a string of Terraform JSON: the place in the file, over escapes and expressions", () => {
  const document =
    '{\\"Statement\\":{\\"Effect\\":\\"Allow\\",\\"Resource\\":\\"${aws_s3_bucket.b[\\"k\\"].arn}\\",\\"Action\\":\\"kms:*\\"}}';
  const text = `{"resource": {\n "aws_iam_policy": {"p": {\n  "policy": "${document}"}}}}`;
  expect(readFiles({ "x.tf.json": text }).findings).toMatchObject([
    { ruleId: "IAM202", pointer: "/Statement/Action", resource: "aws_iam_policy.p", ...at(text, '\\"kms:*') },
  ]);
});

test("a statement object has no index in its pointer, a list of statements has", () => {
  const statement = { Effect: "Allow", Action: "kms:*", Resource: "*" };
  expect(readFiles({ "p.json": { Statement: statement } }).findings[0]?.pointer).toBe("/Statement/Action");
  expect(readFiles({ "p.json": { Statement: [statement] } }).findings[0]?.pointer).toBe(
    "/Statement/0/Action",
  );
});

test("a data block: the place of the action in the block", () => {
  const text = JSON.stringify(
    {
      data: { aws_iam_policy_document: { d: { statement: [{ actions: ["kms:*"], resources: ["*"] }] } } },
      resource: { aws_iam_policy: { p: { policy: "${data.aws_iam_policy_document.d.json}" } } },
    },
    null,
    2,
  );
  expect(readFiles({ "x.tf.json": text }).findings).toMatchObject([
    { pointer: "/Statement/0/Action/0", resource: "aws_iam_policy.p", ...at(text, '"kms:*"') },
  ]);
});
