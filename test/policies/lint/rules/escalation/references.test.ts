import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { allow, lintFiles, policy, runPolicyLint, temporaryFolder } from "../../helpers";
import { escalationIn, roleWithPolicies, told } from "./helpers";

const ownArn = "${aws_iam_role.jobs.arn}";
const target = "${aws_iam_role.target.arn}";

/** Terraform JSON of a role with one statement, in a data block. */
function inDataBlock(statement: object, more: Record<string, unknown> = {}) {
  return {
    resource: {
      aws_iam_role: { jobs: { name_prefix: "jobs" } },
      aws_iam_role_policy: {
        own: { role: "${aws_iam_role.jobs.id}", policy: "${data.aws_iam_policy_document.own.json}" },
      },
      ...more,
    },
    data: { aws_iam_policy_document: { own: { statement: [statement] } } },
  };
}

describe("a role that may change itself, by Terraform's reference", () => {
  test.each([
    ["its ARN", ["iam:PutRolePolicy"], ownArn, ["IAM303 error iam-005"]],
    [
      "its name at the end of an ARN",
      ["iam:PutRolePolicy"],
      "arn:aws:iam::111122223333:role/${aws_iam_role.jobs.name}",
      ["IAM303 error iam-005"],
    ],
    ["with a path's actions", ["iam:AttachRolePolicy", "sts:AssumeRole"], ownArn, ["IAM303 error iam-009"]],
    ["another role's ARN", ["iam:PutRolePolicy"], target, []],
    ["an action on users", ["iam:PutUserPolicy"], ownArn, []],
    ["a path below it", ["iam:PutRolePolicy"], `${ownArn}/x`, []],
  ])("%s", (_, actions, resource, expected) => {
    const file = inDataBlock({ actions, resources: [resource] });
    expect(told(escalationIn({ "main.tf.json": file }))).toEqual(expected);
  });

  test("in a document that is a text", () => {
    const own = roleWithPolicies({ own: [allow("iam:PutRolePolicy", ownArn)] });
    expect(told(escalationIn(own))).toEqual(["IAM303 error iam-005"]);
  });

  test("a new version of a policy that it has", () => {
    const document = JSON.stringify(policy(allow("s3:GetObject", "arn:aws:s3:::photos/*")));
    const attached = {
      aws_iam_policy: { base: { name: "base", policy: document } },
      aws_iam_role_policy_attachment: {
        base: { role: "${aws_iam_role.jobs.name}", policy_arn: "${aws_iam_policy.base.arn}" },
      },
    };
    const toldOf = (resource: string) => {
      const statement = { actions: ["iam:CreatePolicyVersion"], resources: [resource] };
      return told(escalationIn({ "main.tf.json": inDataBlock(statement, attached) }));
    };
    expect(toldOf("${aws_iam_policy.base.arn}")).toEqual(["IAM303 error iam-001"]);
    expect(toldOf("${aws_iam_policy.other.arn}")).toEqual([]);
  });
});

describe("a role that is handed over, by Terraform's reference", () => {
  const withoutSpaces = (text: string) => text.replace(/\s+/g, "");
  const condition = '"Condition":{"StringEquals":{"iam:PassedToService":"lambda.amazonaws.com"}}';
  const file = join(temporaryFolder(), "main.tf.json");
  const suggestionsFor = async (content: object) => {
    writeFileSync(file, JSON.stringify(content));
    return withoutSpaces((await runPolicyLint([file, "--suggest"])).out);
  };

  test("is named in the message", () => {
    const content = inDataBlock({ actions: ["iam:PassRole"], resources: [target] });
    const found = lintFiles({ "main.tf.json": content }).findings.find(({ ruleId }) => ruleId === "IAM302");
    expect(found?.message).toContain(`can pass ${target} to every service`);
  });

  test("is named in what is suggested", async () => {
    const actions = ["iam:PassRole", "lambda:CreateFunction"];
    const out = await suggestionsFor(inDataBlock({ actions, resources: [target] }));
    expect(out).toContain(`"Resource":["${target}"],${condition}`);
  });

  test("in jsonencode, where no condition can be written, it is shown", async () => {
    const statements = [
      'Effect = "Allow", Action = "iam:PassRole", Resource = aws_iam_role.target.arn',
      'Effect = "Allow", Action = "lambda:CreateFunction", Resource = "arn:aws:lambda:eu-west-1:111122223333:function:x"',
    ];
    const encoded = `\${jsonencode({ Version = "2012-10-17", Statement = [{ ${statements.join(" }, { ")} }] })}`;
    const out = await suggestionsFor({ resource: { aws_iam_policy: { deployer: { policy: encoded } } } });
    expect(out).toContain(`Letrolesbepassedtolambda.amazonaws.comonly{${condition}}`);
  });
});
