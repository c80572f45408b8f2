import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { deny, policy, runPolicyLint, temporaryFolder } from "../helpers";

const folder = temporaryFolder();
const file = join(folder, "policy.json");

/** A misspelt action, which has a replacement, and a role without a name, which has none that could be written. */
const misspelt = policy(deny(["s3:GetObjct", "s3:PutObject"], "arn:aws:s3:::photos/*"));
const written = (content: unknown) => JSON.stringify(content, null, 2);

beforeEach(() => writeFileSync(file, written(misspelt)));

test("--suggest shows a diff after the report, which patch takes, and writes nothing", async () => {
  const { status, out } = await runPolicyLint([file, "--suggest"]);
  expect(status).toBe(1);
  expect(out).toMatch(/1 error, 0 warnings, 0 info in 1 file\n\n--- a\//);
  expect(readFileSync(file, "utf8")).toBe(written(misspelt));
  const diff = out.slice(out.indexOf("--- a/"));
  execFileSync("patch", ["-p1", file], { input: diff });
  expect(readFileSync(file, "utf8")).toBe(written(misspelt).replace("GetObjct", "GetObject"));
});

test("--fix writes the files, shows what it did, and reports what is left", async () => {
  const { status, out } = await runPolicyLint([file, "--fix"]);
  expect(status).toBe(0);
  expect(out).toMatch(/^0 errors, 0 warnings, 0 info in 1 file\n\n--- a\/[^]*-.*GetObjct[^]*\+.*GetObject/);
  expect(readFileSync(file, "utf8")).toBe(written(misspelt).replace("GetObjct", "GetObject"));
  expect((await runPolicyLint([file, "--fix"])).out).toBe("0 errors, 0 warnings, 0 info in 1 file\n");
});

test("a report for programs stays one document; the diff goes to the standard error", async () => {
  const { out, error } = await runPolicyLint([file, "--fix", "--format", "json"]);
  expect(JSON.parse(out)).toMatchObject({ summary: { error: 0 } });
  expect(error).toContain("+++ b/");
});

test("a file of another encoding is left as it is, and that is said", async () => {
  const bytes = Buffer.from(`\ufeff${written(misspelt)}`, "utf16le");
  writeFileSync(file, bytes);
  const { status, out, error } = await runPolicyLint([file, "--fix"]);
  expect(status).toBe(1);
  expect(error).toMatch(/policy\.json is left as it is: it changed meanwhile, or is not UTF-8/);
  expect(out).not.toContain("+++");
  expect(readFileSync(file).equals(bytes)).toBe(true);
});

test("what is suppressed is not replaced", async () => {
  const config = join(folder, "policy-lint.yaml");
  const entry = { rule: "IAM102", match: { file: "*" }, reason: "r", owner: "o", expires: "2999-12-31" };
  writeFileSync(config, JSON.stringify({ suppressions: [entry] }));
  const { status } = await runPolicyLint([file, "--fix", "--config", config]);
  expect([status, readFileSync(file, "utf8")]).toEqual([0, written(misspelt)]);
});
