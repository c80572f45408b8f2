/** What real Terraform prints, against the offline provider. */
import * as fs from "node:fs";
import * as path from "node:path";
import { readSources, type Model } from "../../../../policies/lint";
import { temporaryFolder } from "../../../helpers/temporary";
import { terraformRoot, type TerraformRoot } from "../../../helpers/terraform";

const rootModule = `
terraform {
  required_providers {
    aws = { source = "hashicorp/aws", version = "6.25.0" }
  }
}
provider "aws" {
  region = "eu-west-1"
}
data "aws_iam_policy_document" "trust" {
  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "Service"
      identifiers = ["lambda.amazonaws.com"]
    }
  }
}
resource "aws_iam_role" "function" {
  count              = 1
  name               = "function"
  assume_role_policy = data.aws_iam_policy_document.trust.json
}
resource "aws_s3_bucket" "photos" {
  bucket_prefix = "photos-"
}
data "aws_iam_policy_document" "known" {
  statement {
    actions   = ["iam:*"]
    resources = ["*"]
  }
}
data "aws_iam_policy_document" "later" {
  source_policy_documents = [data.aws_iam_policy_document.known.json]
  statement {
    actions   = ["s3:GetObject"]
    resources = ["\${aws_s3_bucket.photos.arn}/\${"&{aws:username}"}/*"]
  }
}
resource "aws_iam_role_policy" "later" {
  role   = one(aws_iam_role.function[*].id)
  policy = data.aws_iam_policy_document.later.json
}
resource "aws_iam_role_policy" "text" {
  role   = aws_iam_role.function[0].name
  policy = jsonencode({ Statement = [{ Effect = "Allow", Action = "s3:ListBucket", Resource = aws_s3_bucket.photos.arn }] })
}
module "child" {
  source    = "./child"
  for_each  = toset(["a.b"])
  role_name = aws_iam_role.function[0].name
  role_arn  = aws_iam_role.function[0].arn
}
resource "aws_lambda_permission" "s3" {
  action        = "lambda:InvokeFunction"
  function_name = module.child["a.b"].function_name
  principal     = "s3.amazonaws.com"
}
`;

const childModule = `
variable "role_name" { type = string }
variable "role_arn" { type = string }
resource "aws_iam_policy" "own" {
  name   = "own"
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "kms:*", Resource = "*" }] })
}
resource "aws_iam_role_policy_attachment" "own" {
  role       = var.role_name
  policy_arn = aws_iam_policy.own.arn
}
resource "aws_lambda_function" "f" {
  function_name = "f"
  role          = var.role_arn
  package_type  = "Image"
  image_uri     = "111122223333.dkr.ecr.eu-west-1.amazonaws.com/f:1"
}
output "function_name" {
  value = aws_lambda_function.f.function_name
}
`;

const role = "aws_iam_role.function[0]";
let root: TerraformRoot;

function read(document: object): Model {
  return readSources([{ file: "plan.json", content: JSON.stringify(document) }]);
}

function factsOf({ principals, functions, policies, attachments }: Model) {
  const found = principals.find(({ resource }) => resource === role);
  return {
    trusted: found?.trustedServices,
    functions: functions.map(({ resource, role: used }) => [resource, used]),
    attachments: attachments.map(({ principal, policy }) => [principal?.resource, policy?.resource]),
    permission: policies.find(({ carrier }) => carrier === "lambda_function")?.statements[0]?.principals?.[0]
      ?.value,
  };
}

const expected = {
  trusted: ["lambda.amazonaws.com"],
  functions: [['module.child["a.b"].aws_lambda_function.f', role]],
  attachments: [[role, 'module.child["a.b"].aws_iam_policy.own']],
  permission: "Service:s3.amazonaws.com",
};

const actionsOf = (model: Model) =>
  model.principals
    .find(({ resource }) => resource === role)
    ?.policies.flatMap(({ statements }) =>
      statements.flatMap(({ actions = [] }) => actions.map(({ value }) => value)),
    )
    .sort();

beforeAll(async () => {
  const folder = temporaryFolder();
  fs.mkdirSync(path.join(folder, "child"));
  fs.writeFileSync(path.join(folder, "main.tf"), rootModule);
  fs.writeFileSync(path.join(folder, "child", "main.tf"), childModule);
  root = await terraformRoot(folder);
  root.init();
}, 60_000);

test("a plan: references through modules, documents that are read at apply, what is known only after it", () => {
  const model = read(root.plan());
  expect(factsOf(model)).toEqual(expected);
  // The text with the bucket's ARN is known after apply only, and is said so; the rest is there.
  expect(actionsOf(model)).toEqual(["iam:*", "kms:*", "s3:GetObject"]);
  expect(model.problems.map(({ resource }) => resource)).toEqual(["aws_iam_role_policy.text"]);
}, 60_000);

test("the state after apply: everything is known, and nothing is read twice", () => {
  root.apply();
  const model = read(root.state());
  expect(factsOf(model)).toEqual(expected);
  expect(actionsOf(model)).toEqual(["iam:*", "kms:*", "s3:GetObject", "s3:ListBucket"]);
  expect(model.problems).toEqual([]);
  const later = model.policies.find(({ resource }) => resource === "aws_iam_role_policy.later");
  expect(later?.statements[1]?.resources?.[0]?.value).toMatch(
    /^arn:aws:s3:::photos-.*\/\$\{aws:username\}\/\*$/,
  );
}, 60_000);

test("a plan that deletes everything has no policies", () => {
  const model = read(root.plan("-destroy"));
  expect([model.policies, model.attachments, model.problems]).toEqual([[], [], []]);
}, 60_000);
