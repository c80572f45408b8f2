import { unknownCondition } from "../../../../../policies/lint/rules/correctness/unknown-condition";
import { allow } from "../../helpers";
import { only } from "../only";

const conditions = (condition: object, action: string | string[] = "s3:ListBucket") =>
  only(unknownCondition, { ...allow(action), Condition: condition });

test.each(["StringLikes", "StringLikeIfExist", "ForAll:StringLike", "NullIfExists", "Equals", ""])(
  "the operator %j is an error",
  (operator) => {
    expect(conditions({ [operator]: { "s3:prefix": "x" } })).toMatchObject([{ severity: "error" }]);
  },
);

test("the operator that was likely meant is named", () => {
  expect(conditions({ StringLikes: { "s3:prefix": "x" } })[0]?.message).toBe(
    'IAM has no condition operator "StringLikes"; did you mean "StringLike"?',
  );
});

test("an operator in other letters is a warning", () => {
  expect(conditions({ stringequals: { "s3:prefix": "x" } })).toMatchObject([
    { severity: "warning", message: expect.stringContaining('"StringEquals"') as string },
  ]);
});

test.each([
  "StringEquals",
  "StringNotLike",
  "ForAnyValue:StringLike",
  "ForAllValues:StringEqualsIfExists",
  "NumericLessThanEquals",
  "DateGreaterThan",
  "ArnLikeIfExists",
  "Bool",
  "BinaryEquals",
  "NotIpAddress",
  "Null",
  "ForAnyValue:Null",
])("the operator %s is known", (operator) => {
  expect(conditions({ [operator]: { "s3:prefix": "x" } })).toEqual([]);
});

test("a key that does not exist is a warning at its place, with the one that was likely meant", () => {
  expect(conditions({ StringEquals: { "s3:prefx": "x" } })).toMatchObject([
    {
      severity: "warning",
      pointer: "/Statement/0/Condition/StringEquals/s3:prefx",
      message: 'AWS documents no condition key "s3:prefx", so no request has it. Did you mean "s3:prefix"?',
    },
  ]);
  expect(conditions({ StringEquals: { "aws:SourceIP4": "x" } })[0]?.message).toContain('"aws:SourceIp"');
  expect(conditions({ StringEquals: { prefix: "x" } })).toHaveLength(1);
});

test("a key that requests for the actions do not have is a warning", () => {
  const condition = { StringEquals: { "iam:PassedToService": "lambda.amazonaws.com" } };
  expect(conditions(condition, "iam:PassRole")).toEqual([]);
  expect(conditions(condition, ["lambda:CreateFunction", "lambda:InvokeFunction"])).toMatchObject([
    { severity: "warning", message: expect.stringContaining("lambda:CreateFunction") as string },
  ]);
});

test("one action that has the key is enough, and patterns count by what they match", () => {
  const condition = { StringEquals: { "iam:PassedToService": "lambda.amazonaws.com" } };
  expect(conditions(condition, ["lambda:CreateFunction", "iam:PassRole"])).toEqual([]);
  expect(conditions(condition, "iam:Pass*")).toEqual([]);
  expect(conditions(condition, "*")).toEqual([]);
  expect(conditions(condition, "iam:Get*")).toHaveLength(1);
});

test.each([
  "aws:SourceIp",
  "AWS:SOURCEIP",
  "aws:RequestTag/team",
  "aws:ResourceTag/team/part",
  "s3:PREFIX",
  "token.actions.githubusercontent.com:sub",
  "oidc.eks.eu-west-1.amazonaws.com/id/ABC:aud",
])("the key %s is known, or a provider's own", (key) => {
  expect(conditions({ StringEquals: { [key]: "x" } })).toEqual([]);
});
