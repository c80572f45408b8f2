import { allow } from "../../helpers";
import { escalation, told } from "./helpers";

const everything = ["*", "**", "arn:*", "arn:**", "arn:aws*", "arn:*:iam*", "arn*", "a*", "?*"];

describe.each(everything)("everything, written %s,", (star) => {
  test.each([
    ["iam:AttachUserPolicy", "IAM303 error iam-008"],
    ["iam:PassRole", "IAM301 error"],
    ["sts:AssumeRole", "IAM304 error sts-001"],
  ])("is everything for %s", (action, expected) => {
    expect(told(escalation(allow(action, star)))).toEqual([expected]);
  });

  test("completes a path", () => {
    const path = ["iam:PassRole", "lambda:CreateFunction", "lambda:InvokeFunction"];
    expect(told(escalation(allow(path, star)))).toEqual(["IAM305 error lambda-001"]);
  });
});

describe("what is less than everything", () => {
  test.each([
    ["a type in other letters, which is none", "iam:PassRole", "arn:aws:iam::111122223333:User/*", []],
    ["a pattern of names", "iam:PassRole", "arn:aws:iam::*:*user*", ["IAM302 warning"]],
    ["a pattern of another type", "iam:AttachUserPolicy", "arn:aws:iam::*:r*", []],
    ["another service's everything", "iam:AttachUserPolicy", "arn:aws:s3*", []],
  ])("%s", (_, action, resource, expected) => {
    expect(told(escalation(allow(action, resource)))).toEqual(expected);
  });
});

test.each([
  "arn:aws:iam::${aws:PrincipalAccount}:user/*",
  "arn:${aws:Partition}:iam::111122223333:user/*",
  "arn:${aws:Partition}:iam::${aws:PrincipalAccount}:*",
])("a policy variable before the name, %s, hides no star", (resource) => {
  expect(told(escalation(allow("iam:AttachUserPolicy", resource)))).toEqual(["IAM303 error iam-008"]);
});

test("a policy variable in the name stays one", () => {
  const own = "arn:aws:iam::${aws:PrincipalAccount}:user/${aws:username}";
  expect(escalation(allow("iam:AttachUserPolicy", own))).toEqual([]);
});
