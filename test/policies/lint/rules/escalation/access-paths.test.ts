import { allow, deny, policy } from "../../helpers";
import { escalation, escalationIn, role, told } from "./helpers";

const user = (name: string) => `arn:aws:iam::111122223333:user/${name}`;
const managed = "arn:aws:iam::111122223333:policy/app";

describe("permissions for somebody whom one can become", () => {
  test.each([
    ["iam-014", "iam:AttachRolePolicy", "sts:AssumeRole", role("app")],
    ["iam-015", "iam:AttachUserPolicy", "iam:CreateAccessKey", user("app")],
    ["iam-017", "iam:PutRolePolicy", "sts:AssumeRole", role("app-*")],
    ["iam-018", "iam:PutUserPolicy", "iam:CreateAccessKey", user("app")],
    ["iam-019", "iam:AttachRolePolicy", "iam:UpdateAssumeRolePolicy", role("app")],
    ["iam-021", "iam:PutRolePolicy", "iam:UpdateAssumeRolePolicy", role("app")],
  ])("%s is an error on a named one", (path, change, become, target) => {
    const findings = escalation(allow(change, target), allow(become, target));
    expect(told(findings)).toEqual([`IAM304 error ${path}`]);
    expect(findings[0]?.message).toContain(`: ${target} (${path}, `);
    expect(escalation(allow(change, target))).toEqual([]);
    expect(escalation(allow(become, target))).toEqual([]);
    expect(escalation(allow([change, become], target), deny(become))).toEqual([]);
    expect(escalation(allow(change, target), allow(become, `${target.slice(0, -3)}other`))).toEqual([]);
  });

  test.each([
    ["iam-016", "sts:AssumeRole"],
    ["iam-020", "iam:UpdateAssumeRolePolicy"],
  ])("%s is a warning: whose the policy is, is not known", (path, become) => {
    const findings = escalation(allow("iam:CreatePolicyVersion", managed), allow(become, role("app")));
    expect(told(findings)).toEqual([`IAM304 warning ${path}`]);
  });

  test("one's own user is nobody else", () => {
    const own = user("${aws:username}");
    expect(escalation(allow(["iam:PutUserPolicy", "iam:CreateAccessKey"], own))).toEqual([]);
  });

  test("certain policies only are not any", () => {
    const condition = { ArnEquals: { "iam:PolicyARN": "arn:aws:iam::aws:policy/ReadOnlyAccess" } };
    const attach = { ...allow("iam:AttachRolePolicy", role("app")), Condition: condition };
    expect(escalation(attach, allow("sts:AssumeRole", role("app")))).toEqual([]);
  });

  test("the same reference is the same role, another is not", () => {
    const toldOf = (become: string) =>
      told(
        escalationIn({
          "main.tf.json": {
            resource: {
              aws_iam_policy: {
                p: {
                  policy: JSON.stringify(
                    policy(
                      allow("iam:AttachRolePolicy", "${aws_iam_role.app.arn}"),
                      allow("sts:AssumeRole", become),
                    ),
                  ),
                },
              },
            },
          },
        }),
      );
    expect(toldOf("${aws_iam_role.app.arn}")).toEqual(["IAM304 error iam-014"]);
    expect(toldOf("${aws_iam_role.other.arn}")).toEqual([]);
  });

  test("a role that is known to trust a service only cannot be assumed", () => {
    const trusting = (principal: object) => {
      const trust = policy({ Effect: "Allow", Principal: principal, Action: "sts:AssumeRole" });
      const document = policy(allow(["iam:AttachRolePolicy", "sts:AssumeRole"], role("app")));
      return told(
        escalationIn({
          "main.tf.json": {
            resource: {
              aws_iam_role: { app: { name: "app", assume_role_policy: JSON.stringify(trust) } },
              aws_iam_policy: { p: { policy: JSON.stringify(document) } },
            },
          },
        }),
      );
    };
    expect(trusting({ Service: "lambda.amazonaws.com" })).toEqual([]);
    expect(trusting({ AWS: "arn:aws:iam::111122223333:root" })).toEqual(["IAM304 error iam-014"]);
  });
});
