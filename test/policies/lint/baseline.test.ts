import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { allow, policy, runPolicyLint, temporaryFolder } from "./helpers";

const folder = temporaryFolder();
const file = join(folder, "policy.json");
const baseline = join(folder, "baseline.json");
const args = [file, "--fail-on", "warning", "--format", "json"];

interface Json {
  readonly summary: object;
  readonly findings: readonly { readonly ruleId: string; readonly suppressed: { kind: string } | null }[];
}

function write(content: unknown, indent = 2): void {
  writeFileSync(file, JSON.stringify(content, null, indent));
}

async function lint(...more: string[]) {
  const { status, out, error } = await runPolicyLint([...args, ...more]);
  return { status, error, ...(JSON.parse(out) as Json) };
}

beforeEach(async () => {
  write(policy(allow("polly:*"), allow("transcribe:*")));
  expect((await lint("--write-baseline", baseline)).status).toBe(0);
});

test("what it knows does not fail, and is counted as suppressed", async () => {
  expect((await lint()).status).toBe(1);
  const { status, summary, findings } = await lint("--baseline", baseline);
  expect([status, summary]).toEqual([0, { error: 0, warning: 0, info: 0, suppressed: 2, files: 1 }]);
  expect(findings.map(({ suppressed }) => suppressed?.kind)).toEqual(["baseline", "baseline"]);
});

test("it holds where lines, white space and statements move", async () => {
  write(policy(allow("s3:GetObject", "arn:aws:s3:::b/x"), allow("transcribe:*"), allow("polly:*")), 7);
  expect((await lint("--baseline", baseline)).status).toBe(0);
});

test("what is new fails, and only that counts", async () => {
  write(policy(allow("polly:*"), allow("transcribe:*"), allow("translate:*")));
  const { status, summary } = await lint("--baseline", baseline);
  expect([status, summary]).toEqual([1, { error: 0, warning: 1, info: 0, suppressed: 2, files: 1 }]);
});

test("the same fault a second time is new", async () => {
  write(policy(allow("polly:*"), allow("transcribe:*"), allow("polly:*")));
  expect((await lint("--baseline", baseline)).status).toBe(1);
});

test("a fault that has become worse counts again", async () => {
  const known = JSON.parse(readFileSync(baseline, "utf8")) as { findings: { severity: string }[] };
  const milder = { ...known, findings: known.findings.map((entry) => ({ ...entry, severity: "info" })) };
  writeFileSync(baseline, JSON.stringify(milder));
  expect((await lint("--baseline", baseline)).summary).toMatchObject({ warning: 2, suppressed: 0 });
});

test("entries that match nothing any more are said, and fail nothing", async () => {
  write(policy(allow("polly:*")));
  const { status, error } = await lint("--baseline", baseline);
  expect(status).toBe(0);
  expect(error).toMatch(/1 entry of the baseline matches nothing any more.*\n {2}IAM202 .*policy\.json\n$/);
});

test("what is unreadable stays status 2, and a suppression's faults are not taken in", async () => {
  writeFileSync(file, "{");
  expect((await lint("--write-baseline", baseline)).status).toBe(2);
  expect((await lint("--baseline", baseline)).status).toBe(2);
  write(policy(allow("polly:*")));
  const config = join(folder, "policy-lint.yaml");
  writeFileSync(config, "suppressions:\n  - { rule: IAM202 }\n");
  expect((await lint("--config", config, "--write-baseline", baseline)).status).toBe(1);
  expect((await lint("--config", config, "--baseline", baseline)).status).toBe(1);
});

test.each<[string, string]>([
  ["is no JSON", "{"],
  ["is of another version", '{"version": 2, "findings": []}'],
  ["holds something else", '{"version": 1, "findings": [{"fingerprint": "x"}]}'],
  ["is null", "null"],
])("a file that %s is refused", async (_, text) => {
  writeFileSync(baseline, text);
  const { status, out, error } = await runPolicyLint([...args, "--baseline", baseline]);
  expect([status, out]).toEqual([2, ""]);
  expect(error).toMatch(/baseline.*write it with `policy-lint … --write-baseline/);
});
