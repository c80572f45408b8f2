import { lint, type Finding } from "../../../../policies/lint";
import { allow, lambdaTrust, lintFiles, policy } from "../helpers";
import { managedPolicyOf, roleOf, snapshotOf } from "../account/snapshots";

const broad = policy(allow(["sqs:SendMessage", "iam:PassRole"]));
const before = / \(before boundaries\)$/;

const role = (boundary: object) => ({
  aws_iam_role: { r: { assume_role_policy: JSON.stringify(lambdaTrust), ...boundary } },
  aws_iam_role_policy: { p: { role: "${aws_iam_role.r.id}", policy: JSON.stringify(broad) } },
});
const limit = {
  aws_iam_policy: {
    limit: { name: "limit", policy: JSON.stringify(policy(allow(["sqs:*", "iam:PassRole"]))) },
  },
};

function about(findings: readonly Finding[]): string[] {
  return findings.filter(({ ruleId }) => /^IAM[23]/.test(ruleId)).map(({ message }) => message);
}

const terraform = (resource: object) => about(lintFiles({ "main.tf.json": { resource } }).findings);

describe("what somebody may do is said to be before boundaries", () => {
  test.each<[string, () => string[]]>([
    ["of a policy file", () => about(lintFiles({ "p.json": broad }).findings)],
    ["of a role without one", () => terraform(role({}))],
    [
      "of a role whose boundary is elsewhere",
      () => terraform(role({ permissions_boundary: "${var.limit}" })),
    ],
    [
      "of a role whose boundary is AWS's, and not known as a whole",
      () => terraform(role({ permissions_boundary: "arn:aws:iam::aws:policy/ReadOnlyAccess" })),
    ],
  ])("%s", (_, messages) => {
    const found = messages();
    expect(found).toHaveLength(2);
    for (const message of found) expect(message).toMatch(before);
  });

  test("but for one that is known, and was subtracted", () => {
    const found = terraform({ ...role({ permissions_boundary: "${aws_iam_policy.limit.arn}" }), ...limit });
    expect(found).toHaveLength(2);
    for (const message of found) expect(message).toMatch(/ \(after the boundary aws_iam_policy\.limit\)$/);
  });

  test("which AWS's own administrator policies are, too", () => {
    const within = (name: string) =>
      terraform(role({ permissions_boundary: `arn:aws:iam::aws:policy/${name}` }));
    const after = / \(after the boundary arn:aws:iam::aws:policy\/\w+\)$/;
    expect(within("AdministratorAccess")).toEqual([
      expect.stringMatching(after),
      expect.stringMatching(after),
    ]);
    // It leaves out all of IAM.
    expect(within("PowerUserAccess")).toEqual([expect.stringMatching(/^sqs:SendMessage.* \(after/)]);
  });

  test("where one of two holders of a policy has no boundary, it is not after the other's", () => {
    const trust = JSON.stringify(lambdaTrust);
    const attachment = (name: string) => ({
      role: `\${aws_iam_role.${name}.name}`,
      policy_arn: "${aws_iam_policy.p.arn}",
    });
    const found = terraform({
      aws_iam_role: {
        a: { assume_role_policy: trust, permissions_boundary: "${aws_iam_policy.limit.arn}" },
        b: { assume_role_policy: trust },
      },
      aws_iam_policy: { ...limit.aws_iam_policy, p: { name: "p", policy: JSON.stringify(broad) } },
      aws_iam_role_policy_attachment: { a: attachment("a"), b: attachment("b") },
    });
    expect(found).toHaveLength(2);
    for (const message of found) expect(message).toMatch(before);
  });

  test("in accounts, likewise", () => {
    const account = (boundary: string | null) =>
      about(
        lintFiles({
          "account.json": snapshotOf({
            roles: [roleOf({ boundary, inlinePolicies: [{ name: "p", document: broad }] })],
            managedPolicies: [
              managedPolicyOf("limit", {
                attachmentCount: 0,
                boundaryCount: 1,
                document: policy(allow("*")),
              }),
            ],
          }),
        }).findings,
      );
    const arn = managedPolicyOf("limit").arn;
    for (const message of account(null)) expect(message).toMatch(before);
    expect(account(arn).length).toBeGreaterThan(0);
    for (const message of account(arn)) expect(message).toContain(`(after the boundary ${arn})`);
  });
});

test("a service control policy of the input is not subtracted, and that is said", () => {
  const content = JSON.stringify(policy({ Effect: "Deny", Action: "*", Resource: "*" }));
  const found = terraform({ ...role({}), aws_organizations_policy: { deny: { name: "deny", content } } });
  expect(found).toHaveLength(2);
  for (const message of found)
    expect(message).toContain("the service control policies of this input are not subtracted");
});

test("other families say nothing of it", () => {
  const { findings } = lint([{ file: "p.json", content: JSON.stringify(policy(allow("s3:GetObjct"))) }]);
  expect(findings.map(({ message }) => before.test(message))).toEqual([false]);
});
