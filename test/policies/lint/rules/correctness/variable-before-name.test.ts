import { variableBeforeName } from "../../../../../policies/lint/rules/correctness/variable-before-name";
import { allow } from "../../helpers";
import { only } from "../only";

describe("a policy variable", () => {
  const named = (resource: string) => only(variableBeforeName, allow("s3:GetObject", resource));

  test.each([
    ["arn:aws:iam::${aws:PrincipalAccount}:user/*", "${aws:PrincipalAccount}"],
    ["arn:${aws:Partition}:s3:::photos/*", "${aws:Partition}"],
  ])("before the fifth colon of %s is warned of", (resource, variable) => {
    const [finding, ...others] = named(resource);
    expect(others).toEqual([]);
    expect(finding).toMatchObject({ severity: "warning", pointer: "/Statement/0/Resource" });
    expect(finding?.message.startsWith(`${variable} stands before the fifth colon`)).toBe(true);
  });

  test.each([
    "arn:aws:s3:::photos/${aws:username}/*",
    "arn:aws:sns:eu-west-1:111122223333:${aws:username}:x",
  ])("in the name is not: %s", (resource) => expect(named(resource)).toEqual([]));
});
