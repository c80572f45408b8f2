import { covers, coversAction, isEffectiveStar } from "../../../../policies/lint/model/patterns";
import { unknownPart } from "../../../../policies/lint/model/value";

test.each([
  ["*", "arn:aws:s3:::b/*", true],
  ["arn:aws:s3:::b/*", "arn:aws:s3:::b/x/*", true],
  ["arn:aws:s3:::b/x/*", "arn:aws:s3:::b/*", false],
  ["a?c", "abc", true],
  ["a?c", "a*c", false],
  ["a*c", "a?c", true],
  ["a*b*c", "a1b2b3c", true],
  ["abc", "abcd", false],
  ["*", unknownPart, true],
  [`x${unknownPart}`, `x${unknownPart}`, false],
  ["", "", true],
])("%s covers %s: %s", (outer, inner, expected) => {
  expect(covers(outer, inner)).toBe(expected);
});

test("the case of actions does not matter, that of resources does", () => {
  expect(coversAction("S3:getobject", "s3:GetObject")).toBe(true);
  expect(covers("arn:aws:s3:::B", "arn:aws:s3:::b")).toBe(false);
});

test.each([
  ["*", true],
  ["**", true],
  ["arn:*", true],
  ["arn:aws:iam::*:user/*", true],
  ["arn:aws:iam::123456789012:*", true],
  ["arn:aws:s3:::*", true],
  ["arn:aws:s3:::bucket/*", false],
  ["arn:aws:iam::123456789012:role/app-*", false],
  ["arn:aws:iam::123456789012:user/x", false],
  ["arn:aws:iam::123456789012:user/${aws:username}", false],
  [unknownPart, false],
])("%s is everything: %s", (resource, expected) => {
  expect(isEffectiveStar(resource)).toBe(expected);
});
