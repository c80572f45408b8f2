import { conditionDoesNotNarrow } from "../../../../../policies/lint/rules/correctness/condition-does-not-narrow";
import { allow, deny } from "../../helpers";
import { only } from "../only";

const conditions = (condition: object, statement: object = allow("s3:GetObject", "arn:aws:s3:::b/*")) =>
  only(conditionDoesNotNarrow, { ...statement, Condition: condition });

test.each<[string, object, RegExp]>([
  ["a star for a key that every request has", { StringLike: { "aws:PrincipalArn": "*" } }, /every request/],
  ["both truths", { BoolIfExists: { "aws:SecureTransport": ["true", "false"] } }, /every request/],
  ["a key that is always there", { Null: { "aws:PrincipalArn": "false" } }, /every request/],
  ["every address", { IpAddress: { "aws:SourceIp": ["10.0.0.0/8", "0.0.0.0/0"] } }, /every address/],
  ["every address of IPv6", { IpAddress: { "aws:SourceIp": "::/0" } }, /every address/],
  ["every service", { StringLike: { "iam:PassedToService": "*" } }, /matches everything/],
  [
    "ForAllValues on a single value",
    { "ForAllValues:StringEquals": { "aws:SourceVpce": "vpce-1" } },
    /no aws:SourceVpce\. Leave ForAllValues off/,
  ],
  [
    "ForAllValues on a list that may be missing",
    { "ForAllValues:StringLike": { "aws:PrincipalOrgPaths": "o-1/*" } },
    /Add "Null": \{"aws:PrincipalOrgPaths": "false"\}/,
  ],
  ["IfExists on who calls", { StringEqualsIfExists: { "aws:PrincipalOrgID": "o-1" } }, /Leave IfExists off/],
])("%s", (_, condition, message) => {
  const findings = conditions(condition);
  expect(findings).toMatchObject([{ severity: "warning" }]);
  expect(findings[0]?.message).toMatch(message);
});

test.each<[string, object]>([
  ["a value", { StringLike: { "aws:PrincipalArn": "arn:aws:iam::111122223333:role/*" } }],
  ["one truth", { Bool: { "aws:SecureTransport": "true" } }],
  ["some addresses", { IpAddress: { "aws:SourceIp": "10.0.0.0/8" } }],
  ["any value of a tag", { StringLike: { "aws:ResourceTag/team": "*" } }],
  [
    "any value of a tag that must be there",
    { StringLike: { "aws:ResourceTag/team": "*" }, Null: { "aws:ResourceTag/team": "false" } },
  ],
  [
    "ForAllValues with Null",
    {
      "ForAllValues:StringLike": { "aws:PrincipalOrgPaths": "o-1/*" },
      Null: { "aws:PrincipalOrgPaths": "false" },
    },
  ],
  ["ForAllValues on the keys of tags", { "ForAllValues:StringEquals": { "aws:TagKeys": ["team"] } }],
  ["ForAllValues on a service's list", { "ForAllValues:StringEquals": { "kms:GrantOperations": "Decrypt" } }],
  ["IfExists on a property of some resources", { StringEqualsIfExists: { "ec2:InstanceType": "t3.small" } }],
  ["a required key's absence", { Null: { "kms:ViaService": "true" } }],
  ["MFA, which has a rule of its own", { BoolIfExists: { "aws:MultiFactorAuthPresent": "true" } }],
])("no finding: %s", (_, condition) => {
  expect(conditions(condition)).toEqual([]);
});

test("a Deny that always holds is what a Deny should be", () => {
  expect(conditions({ StringLike: { "aws:PrincipalArn": "*" } }, deny("s3:*"))).toEqual([]);
});
