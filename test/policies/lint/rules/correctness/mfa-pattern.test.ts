import { mfaPattern } from "../../../../../policies/lint/rules/correctness/mfa-pattern";
import { allow, deny } from "../../helpers";
import { only } from "../only";

const key = "aws:MultiFactorAuthPresent";
const age = "aws:MultiFactorAuthAge";
const withCondition = (statement: object, condition: object) => ({ ...statement, Condition: condition });
const denying = (condition: object) => only(mfaPattern, withCondition(deny("*"), condition));
const allowing = (condition: object) => only(mfaPattern, withCondition(allow("s3:GetObject"), condition));

test("a Deny without IfExists misses access keys", () => {
  const findings = denying({ Bool: { [key]: "false" } });
  expect(findings).toMatchObject([{ severity: "warning", pointer: `/Statement/0/Condition/Bool/${key}` }]);
  expect(findings[0]?.message).toContain('Write "BoolIfExists"');
  expect(denying({ StringEquals: { "AWS:multifactorauthpresent": "False" } })).toHaveLength(1);
  expect(denying({ NumericGreaterThan: { [age]: "3600" } })).toHaveLength(1);
});

test("a Deny with IfExists, or with another Deny of the key's absence, misses nothing", () => {
  expect(denying({ BoolIfExists: { [key]: "false" } })).toEqual([]);
  expect(denying({ NumericGreaterThanIfExists: { [age]: "3600" } })).toEqual([]);
  const both = only(
    mfaPattern,
    withCondition(deny("*"), { Bool: { [key]: "false" } }),
    withCondition(deny("*"), { Null: { [key]: "true" } }),
  );
  expect(both).toEqual([]);
});

test("an Allow with IfExists lets access keys in", () => {
  const findings = allowing({ BoolIfExists: { [key]: "true" } });
  expect(findings).toMatchObject([{ severity: "warning" }]);
  expect(findings[0]?.message).toContain('Write "Bool"');
  expect(allowing({ NumericLessThanIfExists: { [age]: "3600" } })).toHaveLength(1);
});

test("an Allow that needs the key is right", () => {
  expect(allowing({ Bool: { [key]: "true" } })).toEqual([]);
  expect(allowing({ NumericLessThan: { [age]: "3600" } })).toEqual([]);
  expect(allowing({ Bool: { "aws:SecureTransport": "true" } })).toEqual([]);
});
