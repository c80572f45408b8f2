import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { allow, policy, runPolicyLint, temporaryFolder } from "../helpers";

const folder = temporaryFolder();
const account = "123456789012";

function write(name: string, content: unknown): string {
  const path = join(folder, name);
  mkdirSync(join(path, ".."), { recursive: true });
  writeFileSync(path, typeof content === "string" ? content : JSON.stringify(content));
  return path;
}

/** A role that was used 100 days before the snapshot was taken, and lets in another account. */
const snapshot = write("account.json", {
  format: "policy-lint-account",
  version: 1,
  accountId: account,
  collectedAt: "2026-07-01T00:00:00Z",
  regions: { names: ["eu-west-1"], all: true },
  root: { hasAccessKeys: false, hasMfa: true, hasPassword: true },
  roles: [
    {
      arn: `arn:aws:iam::${account}:role/partner`,
      name: "partner",
      path: "/",
      createdAt: "2025-03-01T09:00:00Z",
      lastUsed: { at: "2026-03-23T00:00:00Z", region: "eu-west-1" },
      trustPolicy: policy({
        Effect: "Allow",
        Principal: { AWS: "arn:aws:iam::210987654321:root" },
        Action: "sts:AssumeRole",
      }),
      inlinePolicies: [],
      attachedPolicies: [],
      boundary: null,
      tags: {},
    },
  ],
  users: [],
  groups: [],
  managedPolicies: [],
  functions: [],
  serviceUse: [],
  missing: [],
});

async function found(...args: string[]): Promise<string[]> {
  const { status, out, error } = await runPolicyLint([snapshot, "--format", "json", ...args]);
  expect([status === 2, error]).toEqual([false, ""]);
  const { findings } = JSON.parse(out) as { findings: { ruleId: string }[] };
  return findings.map(({ ruleId }) => ruleId);
}

test("--stale-days counts from the day on, and the flag goes before the configuration", async () => {
  expect(await found()).toContain("IAM501");
  expect(await found("--stale-days", "99")).toContain("IAM501");
  expect(await found("--stale-days", "101")).not.toContain("IAM501");
  const config = write("stale.yaml", "staleDays: 101\n");
  expect(await found("--config", config)).not.toContain("IAM501");
  expect(await found("--config", config, "--stale-days", "1")).toContain("IAM501");
});

test("trusted accounts of flags and configuration count together", async () => {
  const foreign = (ids: string[]) => ids.filter((id) => id === "IAM402" || id === "IAM403");
  expect(foreign(await found())).not.toEqual([]);
  expect(foreign(await found("--trusted-account", "210987654321"))).toEqual([]);
  const config = write("trusted.yaml", 'trustedAccounts: ["210987654321"]\n');
  expect(foreign(await found("--config", config, "--trusted-account", "111111111111"))).toEqual([]);
});

describe("policy-lint.yaml", () => {
  const place = join(folder, "project");
  const previous = process.cwd();
  const broad = write("project/policy.json", policy(allow("polly:*")));
  beforeAll(() => process.chdir(place));
  afterAll(() => process.chdir(previous));

  test("is found in the current folder", async () => {
    const entry = {
      rule: "IAM202",
      match: { file: "policy.json" },
      reason: "r",
      owner: "o",
      expires: "2999-12-31",
    };
    write("project/policy-lint.yaml", { suppressions: [entry] });
    const { out } = await runPolicyLint([broad]);
    expect(out).toBe("0 errors, 0 warnings, 0 info, 1 suppressed in 1 file\n");
  });

  test("with faults is status 2, and all of them are said", async () => {
    write("project/policy-lint.yaml", "staleDays: 0\nowner: me\n");
    const { status, out, error } = await runPolicyLint([broad]);
    expect([status, out]).toEqual([2, ""]);
    expect(error).toMatch(
      /policy-lint\.yaml:2:1: owner is not known[^]*policy-lint\.yaml:1:12: staleDays is "0"/,
    );
  });
});
