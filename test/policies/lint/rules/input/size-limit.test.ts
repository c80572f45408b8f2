import { sizeLimit } from "../../../../../policies/lint/rules/input/size-limit";
import { onlyFile } from "../only";

const empty = { Statement: [{ Effect: "Allow", Action: "s3:GetObject", Resource: "arn:aws:s3:::" }] };
const emptyLength = JSON.stringify(empty).length;

/** A policy of exactly that many characters without white space; written with white space. */
function ofLength(characters: number, principal?: object): string {
  const [statement] = empty.Statement;
  const document = { Statement: [{ ...statement, ...principal }] };
  const rest = characters - JSON.stringify(document).length;
  document.Statement[0]!.Resource = `arn:aws:s3:::${"b".repeat(rest)}`;
  return JSON.stringify(document, null, 4);
}

const inTerraform = (resource: object) => onlyFile(sizeLimit, "main.tf.json", { resource });
const one = (type: string, attributes: (document: string) => object, characters: number) =>
  inTerraform({ [type]: { x: attributes(ofLength(characters)) } });

test("the test's policies have the length that they say", () => {
  expect(JSON.stringify(JSON.parse(ofLength(5000))).length).toBe(5000);
  expect(emptyLength).toBeLessThan(200);
});

test.each<[string, string, (document: string) => object, number]>([
  ["a managed policy", "aws_iam_policy", (policy) => ({ policy }), 6144],
  ["a user's inline policy", "aws_iam_user_policy", (policy) => ({ user: "u", policy }), 2048],
  ["a group's inline policy", "aws_iam_group_policy", (policy) => ({ group: "g", policy }), 5120],
  ["a role's inline policy", "aws_iam_role_policy", (policy) => ({ role: "r", policy }), 10_240],
  ["an inline block of a role", "aws_iam_role", (policy) => ({ inline_policy: [{ policy }] }), 10_240],
  ["a service control policy", "aws_organizations_policy", (content) => ({ content }), 5120],
])("%s fits up to its limit, and not beyond", (_, type, attributes, limit) => {
  expect(one(type, attributes, limit)).toEqual([]);
  const findings = one(type, attributes, limit + 1);
  expect(findings).toMatchObject([{ ruleId: "IAM004", severity: "error", resource: `${type}.x` }]);
  expect(findings[0]?.message).toContain(`1 more than the ${limit.toLocaleString("en-US")}`);
});

test("a trust policy fits up to its limit, and not beyond", () => {
  const trust = (characters: number) => {
    const document = ofLength(characters, { Principal: "*" });
    return inTerraform({ aws_iam_role: { x: { assume_role_policy: document } } });
  };
  expect(trust(2048)).toEqual([]);
  expect(trust(2049)).toMatchObject([{ severity: "error" }]);
});

test("inline policies of one role count together, those of others do not", () => {
  const inline = (role: string, characters: number) => ({
    role: `\${aws_iam_role.${role}.name}`,
    policy: ofLength(characters),
  });
  const total = (second: string, characters: number) =>
    inTerraform({
      aws_iam_role: { a: {}, b: {} },
      aws_iam_role_policy: { first: inline("a", 6000), second: inline(second, characters) },
    });
  expect(total("a", 4240)).toEqual([]);
  expect(total("a", 4241)).toMatchObject([{ severity: "error", resource: "aws_iam_role_policy.first" }]);
  expect(total("a", 4241)[0]?.message).toContain(
    "The 2 inline policies of the role aws_iam_role.a have together",
  );
  expect(total("b", 4241)).toEqual([]);
});

test("a group's inline policies do not count for its users", () => {
  const resource = {
    aws_iam_user: { u: { name: "u" } },
    aws_iam_group: { g: { name: "g" } },
    aws_iam_user_group_membership: { m: { user: "u", groups: ["g"] } },
    aws_iam_user_policy: { p: { user: "u", policy: ofLength(2000) } },
    aws_iam_group_policy: { p: { group: "g", policy: ofLength(5000) } },
  };
  expect(inTerraform(resource)).toEqual([]);
});

test("a file may become any kind of policy: a warning beyond a managed one's limit, an error beyond all", () => {
  const file = (characters: number) => onlyFile(sizeLimit, "policy.json", ofLength(characters));
  expect(file(6144)).toEqual([]);
  expect(file(6145)).toMatchObject([{ severity: "warning" }]);
  expect(file(10_240)).toMatchObject([{ severity: "warning" }]);
  expect(file(10_241)).toMatchObject([{ severity: "error" }]);
});

test("policies of other services have limits of their own", () => {
  const policy = ofLength(15_000, { Principal: "*" });
  expect(inTerraform({ aws_s3_bucket_policy: { x: { policy } } })).toEqual([]);
});
