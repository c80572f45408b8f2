import { readFileSync } from "node:fs";
import { join } from "node:path";
import Ajv from "ajv";
import type { Log, Result } from "sarif";
import { rules } from "../../../../policies/lint";
import { formatSarif } from "../../../../policies/lint/reports/sarif";
import { allow, lintFiles, policy } from "../helpers";

// The schema that OASIS published with SARIF 2.1.0; it is written in JSON Schema's draft 4, of which only the name of "$id"
// makes a difference here.
const { id: $id, ...schema } = JSON.parse(
  readFileSync(join(__dirname, "../fixtures/sarif-2.1.0-rtm.5.json"), "utf8"),
) as { id: string; [key: string]: unknown };
const ajv = new Ajv({ allErrors: true, strict: false, unicodeRegExp: false });
const isDate = (text: string) => !Number.isNaN(Date.parse(text));
ajv.addFormat("uri", (text: string) => URL.canParse(text));
ajv.addFormat(
  "uri-reference",
  (text: string) => URL.canParse(text, "file:///") && !/[\s"<>\\^`{|}]/.test(text),
);
ajv.addFormat("date-time", isDate);
const validate = ajv.compile({ ...schema, $id, $schema: "http://json-schema.org/draft-07/schema#" });

function sarif(files: Record<string, unknown>, root?: string): { log: Log; results: Result[]; text: string } {
  const text = formatSarif(lintFiles(files, root === undefined ? {} : { root }), root);
  const log = JSON.parse(text) as Log;
  expect(validate(log) ? [] : validate.errors).toEqual([]);
  return { log, results: log.runs[0]?.results ?? [], text };
}

const broad = policy(allow("polly:*"));

test("the schema refuses what is wrong", () => {
  const { log } = sarif({ "policy.json": broad });
  expect(validate({ ...log, version: "2.0.0" })).toBe(false);
  expect(validate({ ...log, runs: [{ ...log.runs[0], results: [{ ruleId: "IAM202" }] }] })).toBe(false);
});

test("is valid with no finding, an unreadable file, hostile names and what is suppressed", () => {
  expect(sarif({ "policy.json": policy(allow("s3:GetObject", "arn:aws:s3:::b/x")) }).results).toEqual([]);
  const { log, results } = sarif({
    "broken.json": "{",
    'a b/"<ü>[1](2)%.json': broad,
    "main.tf.json": {
      resource: {
        aws_iam_policy: {
          speech: {
            "//": { "policy-lint": [{ rule: "IAM202", reason: "why", owner: "me", expires: "2999-12-31" }] },
            policy: JSON.stringify(broad),
          },
        },
      },
    },
  });
  expect(log.runs[0]?.invocations).toEqual([{ executionSuccessful: false }]);
  const location = (result?: Result) => result?.locations?.[0]?.physicalLocation?.artifactLocation;
  expect(location(results[0])).toEqual({
    uri: "a%20b/%22%3C%C3%BC%3E%5B1%5D(2)%25.json",
    uriBaseId: "%SRCROOT%",
  });
  const suppressed = results.filter(({ suppressions = [] }) => suppressions.length > 0);
  expect(suppressed.map(({ suppressions }) => suppressions)).toEqual([
    [{ kind: "inSource", status: "accepted", justification: "why (me, until 2999-12-31)" }],
  ]);
  expect(suppressed[0]?.locations?.[0]?.logicalLocations).toEqual([
    { fullyQualifiedName: "aws_iam_policy.speech", kind: "resource" },
  ]);
});

test("describes every rule, and results point to theirs", () => {
  const { log, results } = sarif({ "policy.json": policy(allow("*"), allow("polly:*")) });
  const described = log.runs[0]?.tool.driver.rules ?? [];
  expect(described.map(({ id }) => id)).toEqual(rules.map(({ id }) => id));
  for (const { helpUri, help, properties } of described) {
    expect(helpUri).toMatch(/^https:/);
    expect(help?.text).toContain("Right would be");
    expect(Number((properties as Record<string, string>)["security-severity"])).toBeGreaterThan(0);
  }
  for (const { ruleId, ruleIndex } of results) expect(described[ruleIndex ?? -1]?.id).toBe(ruleId);
});

test("the region is the JSON value in the raw text, with its escapes", () => {
  const text =
    '{\n "Version": "2012-10-17",\n "Statement": {"Effect": "Allow", "Action": "p\\u006flly:*", "Resource": "*"}\n}';
  const { results } = sarif({ "policy.json": text });
  const region = results[0]?.locations?.[0]?.physicalLocation?.region;
  const line = text.split("\n")[(region?.startLine ?? 0) - 1] ?? "";
  expect(region?.endLine).toBe(region?.startLine);
  expect(line.slice((region?.startColumn ?? 0) - 1, (region?.endColumn ?? 0) - 1)).toBe('"p\\u006flly:*"');
});

test("a full path is named from the root, and stays a full one outside of it", () => {
  const uri = (file: string) =>
    sarif({ [file]: broad }, "/home/me/project").results[0]?.locations?.[0]?.physicalLocation
      ?.artifactLocation;
  expect(uri("/home/me/project/iam/policy.json")).toEqual({ uri: "iam/policy.json", uriBaseId: "%SRCROOT%" });
  expect(uri("policies/../iam/policy.json")).toEqual({ uri: "iam/policy.json", uriBaseId: "%SRCROOT%" });
});

describe("the fingerprint", () => {
  const print = (content: unknown, file = "policy.json") =>
    sarif({ [file]: content }).results.map(
      ({ partialFingerprints }) => partialFingerprints?.["policyLint/v1"],
    );

  test("stays where lines and statements move", () => {
    const moved = `\n\n\n${JSON.stringify(policy(allow("s3:GetObject", "arn:aws:s3:::b/x"), allow("polly:*")))}`;
    expect(print(moved)).toEqual(print(broad));
  });

  test("differs by what is allowed, and by file", () => {
    const all = [print(broad), print(policy(allow("transcribe:*"))), print(broad, "other.json")].flat();
    expect(new Set(all).size).toBe(3);
  });

  test("tells two findings apart that say the same", () => {
    const twice = print(policy(allow("polly:*"), allow("polly:*")));
    expect(twice).toEqual([print(broad)[0], `${print(broad)[0]}:2`]);
  });
});

test("each rule is described by a sentence, not by its name again", () => {
  const { log } = sarif({ "policy.json": broad });
  for (const rule of log.runs[0]?.tool.driver.rules ?? []) {
    expect(rule.shortDescription?.text).toMatch(/^\S+ .+\.$/);
    expect(rule.fullDescription?.text).toContain(rule.shortDescription?.text);
  }
});
