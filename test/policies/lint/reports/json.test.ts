import { readFileSync } from "node:fs";
import { join } from "node:path";
import Ajv from "ajv/dist/2020";
import { formatJson, readConfiguration, rules } from "../../../../policies/lint";
import { allow, lintFiles, policy } from "../helpers";

const schema = JSON.parse(
  readFileSync(join(__dirname, "../../../../docs/policy-lint/report.schema.json"), "utf8"),
) as object;
const validate = new Ajv({ allErrors: true, strictTypes: false }).compile(schema);

const faults = (report: unknown) => (validate(report) ? [] : validate.errors);

test.each(rules)("is as its schema says for the bad example of $id", ({ id, examples: { bad } }) => {
  const report = lintFiles({ [bad.file]: bad.content });
  expect(report.findings.map(({ ruleId }) => ruleId)).toContain(id);
  expect(faults(JSON.parse(formatJson(report)))).toEqual([]);
});

test("has the keys that it promises, in this order, and no others", () => {
  const suppression = {
    rule: "IAM202",
    match: { file: "*" },
    reason: "why",
    owner: "me",
    expires: "2999-12-31",
  };
  const settings = readConfiguration(JSON.stringify({ suppressions: [suppression] }), "policy-lint.yaml");
  const text = formatJson(lintFiles({ "policy.json": policy(allow("polly:*")) }, settings));
  const report = JSON.parse(text) as { findings: { suppressed: object }[] };
  expect(faults(report)).toEqual([]);
  expect(Object.keys(report)).toEqual(["version", "summary", "findings"]);
  expect(Object.keys(report.findings[0] ?? {}).join()).toBe(
    "ruleId,name,severity,message,file,line,column,pointer,resource,suppressed",
  );
  expect(report.findings[0]?.suppressed).toEqual({
    ...{ kind: "configuration", reason: "why", owner: "me", expires: "2999-12-31" },
  });
});

test("the schema refuses what is not promised", () => {
  const report = JSON.parse(formatJson(lintFiles({ "policy.json": policy(allow("polly:*")) }))) as {
    findings: object[];
  };
  expect(faults({ ...report, version: 2 })).not.toEqual([]);
  expect(faults({ ...report, extra: 1 })).not.toEqual([]);
  expect(faults({ ...report, findings: [{ ...report.findings[0], severity: "fatal" }] })).not.toEqual([]);
});
