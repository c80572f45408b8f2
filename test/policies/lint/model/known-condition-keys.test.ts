import { findConditionKey, hasKey } from "../../../../policies/lint/model/known-condition-keys";
import { useOfAction } from "../../../../policies/lint/model/service-details";

test.each<[string, string, string, boolean]>([
  ["aws:SourceIp", "aws:SourceIp", "IPAddress", true],
  ["AWS:multifactorauthpresent", "aws:MultiFactorAuthPresent", "Bool", true],
  ["aws:RequestTag/team", "aws:RequestTag/${TagKey}", "String", true],
  ["aws:TagKeys", "aws:TagKeys", "ArrayOfString", true],
  ["lambda:SourceFunctionArn", "lambda:SourceFunctionArn", "ARN", true],
  ["s3:prefix", "s3:prefix", "String", false],
  ["s3:ExistingObjectTag/class", "s3:ExistingObjectTag/<key>", "String", false],
  ["kms:EncryptionContext:table", "kms:EncryptionContext:${EncryptionContextKey}", "String", false],
  ["iam:passedtoservice", "iam:PassedToService", "String", false],
  ["token.actions.githubusercontent.com:ref", "token.actions.githubusercontent.com:ref", "String", false],
  ["SAML:aud", "saml:aud", "String", false],
])("%s is %s, %s", (key, name, type, global) => {
  expect(findConditionKey(key)).toEqual({ name, type, global });
});

test.each([
  "aws:RequestTag",
  "aws:RequestTag/",
  "aws:NoSuchKey",
  "s3:nosuch",
  "nosuch:key",
  "plain",
  "",
  "__proto__:x",
])("%j is no key", (key) => {
  expect(findConditionKey(key)).toBeUndefined();
});

test("a key belongs to the actions that AWS lists it for", () => {
  const has = (action: string, key: string) => {
    const [use, known] = [useOfAction(action), findConditionKey(key)];
    return use !== undefined && known !== undefined && hasKey(use, known);
  };
  expect(has("iam:PassRole", "iam:PassedToService")).toBe(true);
  expect(has("s3:GetObject", "iam:PassedToService")).toBe(false);
  expect(has("s3:GetObject", "aws:SourceIp")).toBe(true);
});
