import { resourceTypeMismatch } from "../../../../../policies/lint/rules/correctness/resource-type-mismatch";
import { allow, deny } from "../../helpers";
import { only, onlyFile } from "../only";

const mismatches = (...statements: unknown[]) => only(resourceTypeMismatch, ...statements);

test("a bucket where an object is needed is a warning that names both", () => {
  expect(mismatches(allow("s3:GetObject", "arn:aws:s3:::photos"))).toMatchObject([
    { severity: "warning", pointer: "/Statement/0/Resource" },
  ]);
  const [finding] = mismatches(allow("s3:GetObject", "arn:aws:s3:::photos"));
  expect(finding?.message).toContain('allows nothing of s3:GetObject on "arn:aws:s3:::photos"');
  expect(finding?.message).toContain("object (arn:${Partition}:s3:::${BucketName}/${ObjectName})");
});

test.each<[string, object]>([
  ["objects where a bucket is needed", allow("s3:ListBucketVersions", "arn:aws:s3:::photos/*")],
  ["a user where a role is needed", allow("iam:PassRole", "arn:aws:iam::111122223333:user/u")],
  ["another service's resource", allow("sqs:SendMessage", "arn:aws:s3:::photos")],
  ["a pattern, none of whose actions fits", allow("s3:ListBucket*", "arn:aws:s3:::photos/*")],
  ["a Deny, which then denies nothing", deny("s3:GetObject", "arn:aws:s3:::photos")],
])("%s", (_, statement) => {
  expect(mismatches(statement)).toMatchObject([{ severity: "warning" }]);
});

test("all actions of a statement are one finding", () => {
  const actions = ["s3:GetObject", "s3:PutObject", "s3:DeleteObject", "s3:RestoreObject"];
  const findings = mismatches(allow(actions, ["arn:aws:s3:::a", "arn:aws:s3:::b"]));
  expect(findings).toHaveLength(1);
  expect(findings[0]?.message).toContain("s3:GetObject, s3:PutObject, s3:DeleteObject and 1 more");
});

test("an action that knows no resources counts only on a star, which is worth a look", () => {
  expect(mismatches(allow("s3:ListAllMyBuckets", "arn:aws:s3:::photos"))).toMatchObject([
    { severity: "info", message: expect.stringContaining('only on "*"') as string },
  ]);
  expect(mismatches(allow("s3:ListAllMyBuckets", "*"))).toEqual([]);
});

test("a kind of resource that AWS does not document is worth a look and no more", () => {
  expect(mismatches(allow("s3:GetObject", "arn:aws:s3:eu-west-1:111122223333:newthing/x"))).toMatchObject([
    { severity: "info" },
  ]);
});

test.each<[string, object]>([
  ["objects", allow("s3:GetObject", "arn:aws:s3:::photos/*")],
  [
    "a bucket and its objects",
    allow(["s3:ListBucket", "s3:GetObject"], ["arn:aws:s3:::b", "arn:aws:s3:::b/*"]),
  ],
  ["a star at the end of a bucket's name", allow(["s3:ListBucket", "s3:GetObject"], "arn:aws:s3:::b*")],
  ["a policy variable", allow("s3:ListBucket", "arn:aws:s3:::${aws:PrincipalTag/team/bucket}")],
  ["a star among others", allow("s3:GetObject", ["arn:aws:s3:::photos", "*"])],
  ["a pattern, one of whose actions fits", allow("s3:*", "arn:aws:s3:::photos")],
  ["every action", allow("*", "arn:aws:s3:::photos")],
  ["a type with several ARNs", allow("apigateway:SetWebACL", "arn:aws:apigateway:*::/restapis/*/stages/*")],
  ["an action that does not exist, which another rule names", allow("s3:GetObjct", "arn:aws:s3:::photos")],
  ["NotResource", { Effect: "Allow", Action: "s3:GetObject", NotResource: "arn:aws:s3:::photos" }],
])("no finding: %s", (_, statement) => {
  expect(mismatches(statement)).toEqual([]);
});

test("what only Terraform knows may be of any kind", () => {
  const asTerraform = (resource: string) => {
    const document = JSON.stringify({ Statement: [allow("s3:GetObject", resource)] });
    return onlyFile(resourceTypeMismatch, "main.tf.json", {
      resource: { aws_iam_policy: { p: { policy: document } } },
    });
  };
  expect(asTerraform("${aws_s3_bucket.b.arn}")).toEqual([]);
  expect(asTerraform("arn:aws:s3:::${var.b}")).toEqual([]);
  expect(asTerraform("arn:aws:s3:::photos")).toHaveLength(1);
});
