import { missingPermission } from "../../../../../policies/lint/rules/input/missing-permission";
import { onlyFile } from "../only";

const base = missingPermission.examples.good.content as object;
const withMissing = (...missing: object[]) =>
  onlyFile(missingPermission, "account.json", { ...base, missing });
const denied = { area: "functions", permission: "lambda:ListFunctions", message: "AccessDenied" };

test("the permission, the area and the regions are named once", () => {
  const findings = withMissing(
    { ...denied, region: "eu-west-1" },
    { ...denied, region: "us-east-1" },
    { ...denied, region: "us-east-1" },
  );
  expect(findings).toMatchObject([{ ruleId: "IAM007", severity: "warning" }]);
  expect(findings[0]?.message).toBe(
    'The part "functions" of account 111122223333 in eu-west-1, us-east-1 could not be read, so nothing is known of it. ' +
      'The permission lambda:ListFunctions is missing: AWS answered "AccessDenied".',
  );
});

test("each permission is a finding of its own, and another cause is told as it is", () => {
  const findings = withMissing(
    { ...denied, region: null },
    { area: "credential-report", region: null, permission: null, message: "ReportInProgress" },
  );
  expect(findings).toHaveLength(2);
  expect(findings.map(({ message }) => message).join("\n")).toContain(
    'The part "credential report" of account 111122223333 could not be read, so nothing is known of it. AWS answered "ReportInProgress".',
  );
});

test("a complete account has none", () => {
  expect(withMissing()).toEqual([]);
});
