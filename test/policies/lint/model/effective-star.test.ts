import { isStarFor } from "../../../../policies/lint/model/effective-star";
import { unknownPart } from "../../../../policies/lint/model/value";

test.each<[string, string, boolean]>([
  ["*", "s3:GetObject", true],
  ["arn:aws:s3:::*", "s3:GetObject", true],
  ["arn:aws:s3:::*/*", "s3:GetObject", true],
  ["arn:aws:s3:::*/*", "s3:PutBucketPolicy", false],
  ["arn:aws:s3:::photos/*", "s3:GetObject", false],
  ["arn:aws:s3:::photos*", "s3:GetObject", false],
  ["arn:aws:iam::*:user/*", "iam:AttachUserPolicy", true],
  ["arn:aws:iam::123456789012:*", "iam:AttachUserPolicy", true],
  ["arn:aws:iam::123456789012:u*", "iam:AttachUserPolicy", true],
  ["arn:aws:iam::*:role/*", "iam:AttachUserPolicy", false],
  ["arn:aws:iam::*:role/team/*", "iam:PassRole", false],
  ["arn:aws:iam::*:user/${aws:username}", "iam:AttachUserPolicy", false],
  ["arn:aws:ssm:*:*:parameter*", "ssm:GetParameter", true],
  ["arn:aws:ssm:eu-west-1:123456789012:parameter/*", "ssm:GetParameter", true],
  ["arn:aws:ssm:*:*:parameter/app/*", "ssm:GetParameter", false],
  ["arn:aws:sagemaker:*:*:endpoint/*", "sagemaker:InvokeEndpoint", true],
  ["arn:aws:sagemaker:*:*:endpoint/dogs*", "sagemaker:InvokeEndpoint", false],
  ["arn:aws:sqs:*:*:*", "sqs:SendMessage", true],
  ["arn:aws:sqs:*:*:jobs*", "sqs:SendMessage", false],
  [`arn:aws:iam::${unknownPart}:role/*`, "iam:PassRole", true],
  [`arn:aws:iam::${unknownPart}:role/${unknownPart}`, "iam:PassRole", false],
  ["arn:aws:new:*:*:thing/*", "new:Unknown", true],
])("%s means everything for %s: %s", (resource, action, expected) => {
  expect(isStarFor(resource, action)).toBe(expected);
});
