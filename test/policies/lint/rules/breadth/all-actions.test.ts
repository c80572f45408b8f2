import { allow, deny } from "../../helpers";
import { breadth, breadthFindings } from "./support";

const denyExcept = (...actions: string[]) => ({ Effect: "Deny", NotAction: actions, Resource: "*" });

test.each(["*", "**", "*:*"])("%s is every action of every service, once", (action) => {
  const [finding, ...more] = breadthFindings(allow(action));
  expect(more).toEqual([]);
  expect(finding).toMatchObject({ ruleId: "IAM201", name: "all-actions", severity: "error" });
  expect(finding?.message).toContain("every action of every service");
});

test("a Deny of one service leaves nearly everything", () => {
  const [finding, ...more] = breadthFindings(allow("*"), deny("iam:*"));
  expect(more).toEqual([]);
  expect(finding?.ruleId).toBe("IAM201");
  expect(finding?.message).toContain("after what is denied");
});

test("of a Deny of all but one service only that service is told, as a wildcard over it", () => {
  const [finding, ...more] = breadthFindings(allow("*"), denyExcept("s3:*"));
  expect(more).toEqual([]);
  expect(finding?.ruleId).toBe("IAM202");
  expect(finding?.message).toContain("every action of s3 on *");
  expect(finding?.message).not.toContain("iam");
});

test("a Deny of all leaves nothing, one with a condition leaves all", () => {
  expect(breadth(allow("*"), deny("*"))).toEqual([]);
  expect(
    breadth(allow("*"), { ...deny("*"), Condition: { Bool: { "aws:SecureTransport": "false" } } }),
  ).toEqual(["IAM201 error"]);
  expect(
    breadth(allow("*"), { ...deny("*"), Condition: { StringLike: { "aws:PrincipalArn": "*" } } }),
  ).toEqual([]);
});
