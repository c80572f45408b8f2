import { allow, lintFiles, lintStatements, policy, verdicts } from "../helpers";

describe("one fault has one finding", () => {
  test.each<[string, object, string[]]>([
    ["a pattern that passes every role", allow("iam:Pass*"), ["IAM301 error"]],
    ["a pattern that becomes every role", allow("sts:AssumeRol*"), ["IAM304 error"]],
    ["a pattern that changes every function", allow("lambda:UpdateFunction*"), ["IAM306 error"]],
    ["a service that there is not", allow("nosuch:*"), ["IAM101 error"]],
    ["a pattern that matches nothing", allow("s3:Nosuch*"), ["IAM102 error"]],
    ["a resource that is no ARN", allow("s3:GetObject", "foo"), ["IAM003 error"]],
  ])("%s", (_, statement, expected) => {
    expect(verdicts(lintStatements(statement))).toEqual(expected);
  });

  test("keys in other letters are said once each, and what they hold is looked at", () => {
    const found = lintFiles({ "p.json": policy({ effect: "Allow", action: "*", resource: "*" }) }).findings;
    expect(verdicts(found).sort()).toEqual(["IAM003 error", "IAM003 error", "IAM003 error", "IAM201 error"]);
    expect(found.map(({ pointer }) => pointer)).toContain("/Statement/0/effect");
  });

  test('so is a "statement"', () => {
    const found = lintFiles({ "p.json": { Version: "2012-10-17", statement: [allow("*")] } }).findings;
    expect(verdicts(found).sort()).toEqual(["IAM003 error", "IAM201 error"]);
  });

  test("AWS's policy over everything on a role that SageMaker assumes", () => {
    const resource = {
      aws_iam_role: {
        r: {
          assume_role_policy: JSON.stringify(
            policy({
              Effect: "Allow",
              Principal: { Service: "sagemaker.amazonaws.com" },
              Action: "sts:AssumeRole",
            }),
          ),
        },
      },
      aws_iam_role_policy_attachment: {
        a: { role: "${aws_iam_role.r.name}", policy_arn: "arn:aws:iam::aws:policy/AdministratorAccess" },
      },
    };
    expect(verdicts(lintFiles({ "main.tf.json": { resource } }).findings)).toEqual(["IAM206 error"]);
  });
});
