import { expandAction } from "../../../../policies/lint/model/action-pattern";
import { findAction, isKnownService, knownServices } from "../../../../policies/lint/model/actions";
import { needsStar, serviceDetails, useOfAction } from "../../../../policies/lint/model/service-details";

const names = (types: readonly { name: string }[] = []) => types.map(({ name }) => name);

test("every service of the table of actions has its line, with a use for each action", () => {
  const missing = expandAction("*").filter(({ name }) => useOfAction(name) === undefined);
  expect(missing).toEqual([]);
  expect(knownServices().filter((service) => serviceDetails(service) === undefined)).toEqual([]);
});

test("an action knows its resource types and which of them it always works on", () => {
  expect(names(useOfAction("iam:PassRole")?.requiredTypes)).toEqual(["role"]);
  expect(names(useOfAction("s3:GetObject")?.optionalTypes)).toContain("object");
  expect(useOfAction("s3:CreateBucket")?.requiredTypes[0]?.arn).toBe("arn:${Partition}:s3:::${BucketName}");
});

test("an action knows its own condition keys and those of its resource types", () => {
  const keys = useOfAction("iam:PassRole")?.conditionKeys;
  expect([...(keys ?? [])]).toEqual(
    expect.arrayContaining(["iam:PassedToService", "iam:ResourceTag/${TagKey}"]),
  );
  expect(keys?.has("s3:prefix")).toBe(false);
});

test.each([
  ["s3:ListAllMyBuckets", true],
  ["s3:ListBucket", false],
  ["s3:NoSuchAction", false],
  ["nosuch:Action", false],
])("%s needs a star: %s", (action, expected) => {
  expect(needsStar(action)).toBe(expected);
});

test("names are found in any case, and what does not exist is not found", () => {
  expect(findAction("S3:getOBJECT")?.name).toBe("s3:GetObject");
  expect(isKnownService("S3")).toBe(true);
  for (const name of ["s3:GetObjct", "nosuch:GetObject", "s3", ":GetObject", "", "__proto__:x"]) {
    expect([name, findAction(name)]).toEqual([name, undefined]);
  }
  for (const name of ["nosuch", "", "__proto__", "constructor"]) {
    expect([name, isKnownService(name), serviceDetails(name)]).toEqual([name, false, undefined]);
  }
});
