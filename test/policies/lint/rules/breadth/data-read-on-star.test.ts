import { allow, deny } from "../../helpers";
import { breadth, breadthFindings } from "./support";

test.each<[string, string | string[], string, string[]]>([
  ["objects", "s3:GetObject", "*", ["IAM207 warning"]],
  ["objects of all buckets", "s3:GetObject", "arn:aws:s3:::*/*", ["IAM207 warning"]],
  ["objects of one bucket", "s3:GetObject", "arn:aws:s3:::photos/*", []],
  ["secrets", "secretsmanager:GetSecretValue", "*", ["IAM207 warning"]],
  [
    "parameters of an account",
    "ssm:GetParameter*",
    "arn:aws:ssm:eu-west-1:111122223333:parameter/*",
    ["IAM207 warning"],
  ],
  ["parameters below one path", "ssm:GetParametersByPath", "arn:aws:ssm:*:*:parameter/app/*", []],
  ["decryption", "kms:Decrypt", "*", ["IAM207 warning"]],
  ["tables", ["dynamodb:GetItem", "dynamodb:Query", "dynamodb:Scan"], "*", ["IAM207 warning"]],
  ["what is said about data", ["s3:ListBucket", "dynamodb:DescribeTable"], "*", []],
  ["a pattern of reads", "s3:Get*", "*", ["IAM207 warning"]],
  ["a pattern of writes too is another rule's", "s3:*Object", "*", ["IAM202 warning"]],
  ["a whole service is another rule's", "dynamodb:*", "*", ["IAM202 error"]],
])("%s", (_, action, resource, expected) => {
  expect(breadth(allow(action, resource))).toEqual(expected);
});

test("several reads are one finding that names them", () => {
  const [finding, ...more] = breadthFindings(allow(["s3:GetObject", "s3:GetObjectVersion", "kms:Decrypt"]));
  expect(more).toEqual([]);
  expect(finding?.message).toContain(
    "s3:GetObject, s3:GetObjectVersion, kms:Decrypt can read all data there is, on *",
  );
});

test("a Deny on all buckets, a condition on the caller's service", () => {
  expect(
    breadth(allow("s3:GetObject"), deny("s3:*", ["arn:aws:s3:::*", "arn:aws:s3:*:*:accesspoint/*"])),
  ).toEqual([]);
  expect(breadth(allow("s3:GetObject"), deny("s3:*", "arn:aws:s3:::photos/*"))).toEqual(["IAM207 warning"]);
  const viaService = { StringEquals: { "kms:ViaService": "s3.eu-west-1.amazonaws.com" } };
  expect(breadth({ ...allow("kms:Decrypt"), Condition: viaService })).toEqual([]);
});
