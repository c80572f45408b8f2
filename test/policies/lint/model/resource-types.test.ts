import { canMean, patternsMeet } from "../../../../policies/lint/model/resource-types";
import { serviceDetails } from "../../../../policies/lint/model/service-details";
import { unknownPart } from "../../../../policies/lint/model/value";

function typesMeant(service: string, resource: string): string[] {
  const types = serviceDetails(service)?.resourceTypes ?? [];
  return types.filter((type) => canMean(resource, type)).map(({ name }) => name);
}

test.each<[string, string, string[]]>([
  ["s3", "arn:aws:s3:::photos", ["bucket"]],
  ["s3", "arn:aws:s3:::photos/*", ["object"]],
  ["s3", "arn:aws:s3:::photo?", ["bucket", "object"]],
  ["s3", "arn:aws-cn:s3:::photos/${aws:username}/*", ["object"]],
  ["s3", "arn:aws:sqs:::photos", []],
  ["iam", "arn:aws:iam::123456789012:role/a/b", ["role"]],
  ["iam", "arn:aws:iam::*:user/${aws:username}", ["user"]],
  ["lambda", "arn:aws:lambda:*:*:function:f:live", ["function", "function alias", "function version"]],
])("in %s, %s can mean %j", (service, resource, expected) => {
  expect(typesMeant(service, resource)).toEqual(expected);
});

test("stars that cross fields and unknown parts can mean anything", () => {
  const all = serviceDetails("s3")?.resourceTypes.length;
  for (const resource of ["*", "arn:*", "arn:aws:s3*", unknownPart]) {
    expect([resource, typesMeant("s3", resource).length]).toEqual([resource, all]);
  }
  expect(typesMeant("s3", `${unknownPart}/*`)).toEqual(expect.arrayContaining(["bucket", "object"]));
});

test.each([
  ["", "", true],
  ["", "*", true],
  ["", "?", false],
  ["a*c", "ab*", true],
  ["a*c", "*d", false],
  ["a?c", "abc", true],
  ["a?c", "ac", false],
  ["*a*", "*b*", true],
  ["ab", "a", false],
])("a text that %j and %j both match: %s", (first, second, expected) => {
  expect(patternsMeet(first, second)).toBe(expected);
  expect(patternsMeet(second, first)).toBe(expected);
});
