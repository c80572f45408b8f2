import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { lintSynthesized, rules, type Finding } from "../../../policies/lint";
import { allow, policy, runPolicyLint, temporaryFolder } from "./helpers";

const folder = temporaryFolder();

function write(name: string, content: unknown): string {
  const path = join(folder, name);
  mkdirSync(join(path, ".."), { recursive: true });
  writeFileSync(path, typeof content === "string" ? content : JSON.stringify(content, null, 2));
  return path;
}

const policyLint = (...args: string[]) => runPolicyLint(args);

const clean = write("clean.json", policy(allow("s3:GetObject", "arn:aws:s3:::b/x")));
const info = write("info.json", policy(allow("s3:Get*", "arn:aws:s3:::b/*")));
const warning = write("warning.json", policy(allow("polly:*")));
const error = write("error.json", policy(allow("*")));
const broken = write("broken.json", "{");

describe("exit status", () => {
  test.each<[string, string[], number]>([
    ["nothing found", [clean], 0],
    ["an error", [error], 1],
    ["a warning, at the default", [warning], 0],
    ["a warning, asked for", [warning, "--fail-on", "warning"], 1],
    ["an info, asking for warnings", [info, "--fail-on=warning"], 0],
    ["an info, asked for", [info, "--fail-on", "info"], 1],
    ["an error that never fails", [error, "--fail-on", "never"], 0],
    ["unreadable input", [broken], 2],
    ["unreadable input, never failing", [broken, error, "--fail-on", "never"], 2],
    ["help", ["--help"], 0],
    ["the version", ["--version"], 0],
  ])("%s", async (_, args, status) => {
    expect((await policyLint(...args)).status).toBe(status);
  });
});

describe("wrong usage is status 2 and says what would be right", () => {
  test.each<[string, string[], RegExp]>([
    ["no path", [], /name at least one file or folder/],
    [
      "a whole number of days that is none",
      [clean, "--stale-days", "0"],
      /--stale-days is "0"; .*at least 1/,
    ],
    ["half a day", [clean, "--stale-days=1.5"], /--stale-days is "1.5"/],
    ["an account of eleven digits", [clean, "--trusted-account", "12345678901"], /twelve digits/],
    ["regions without an account", [clean, "--region", "eu-west-1"], /belong to --account/],
    ["two baselines", [clean, "--baseline", "a", "--write-baseline", "b"], /exclude each other/],
    [
      "a baseline that is not there",
      [clean, "--baseline", join(folder, "none")],
      /none cannot be read: ENOENT/,
    ],
    ["a baseline that is none", [clean, "--baseline", clean], /clean.json is no baseline/],
    [
      "a configuration that is not there",
      [clean, "--config", join(folder, "none")],
      /cannot be read: ENOENT/,
    ],
    [
      "an output that cannot be written",
      [clean, "--output", join(folder, "no", "r")],
      /cannot be written: ENOENT/,
    ],
    ["an unknown flag", [clean, "--nonsense"], /Unknown option '--nonsense'[^]*Usage: policy-lint/],
    [
      "an unknown format",
      [clean, "--format", "yaml"],
      /--format is "yaml"; it must be one of text, json, sarif, html, markdown/,
    ],
    ["an unknown threshold", [clean, "--fail-on", "bad"], /must be one of error, warning, info, never/],
    ["a flag without its value", [clean, "--format"], /--format/],
  ])("%s", async (_, args, message) => {
    const { status, out, error: errors } = await policyLint(...args);
    expect([status, out]).toEqual([2, ""]);
    expect(errors).toMatch(message);
  });
});

describe("json", () => {
  test("has the documented shape, also when a file is unreadable", async () => {
    const { out } = await policyLint(broken, error, "--format", "json");
    const report = JSON.parse(out) as { findings: Finding[] };
    expect(report).toMatchObject({
      version: 1,
      summary: { error: 2, warning: 0, info: 0, suppressed: 0, files: 2 },
    });
    expect(report.findings[1]).toEqual({
      ruleId: "IAM201",
      name: "all-actions",
      severity: "error",
      message:
        '"*" allows every action of every service on *. Name the actions that are used. (before boundaries)',
      file: error,
      line: 6,
      column: 17,
      pointer: "/Statement/0/Action",
      resource: null,
      suppressed: null,
    });
  });
});

describe("text", () => {
  test("groups by resource and ends with one summary line", async () => {
    const { out } = await policyLint(error, warning);
    expect(out).toContain(`${error}\n  error   IAM201 all-actions  6:17  /Statement/0/Action\n`);
    expect(out.trimEnd().split("\n").at(-1)).toBe("1 error, 1 warning, 0 info in 2 files");
  });

  test("colours only when asked to", async () => {
    const { out } = await runPolicyLint([error], { colour: true, progress: false });
    expect(out).toContain("\u001b[31merror");
    expect((await policyLint(error)).out).not.toContain("\u001b");
  });

  test("control characters of a file do not reach the terminal", async () => {
    const path = write("control.json", policy(allow("polly:*", "arn:\u001b[2J")));
    expect((await policyLint(path)).out).toContain("arn:\\u001b[2J");
  });
});

describe("paths", () => {
  test("one that does not exist is unreadable input, and the others are reported", async () => {
    const { status, out } = await policyLint(join(folder, "nowhere"), error, "--fail-on", "never");
    expect(status).toBe(2);
    expect(out).toMatch(/cannot be read: .*nowhere does not exist/);
    expect(out).toContain("IAM201");
  });

  test("named twice are looked at once", async () => {
    const { out } = await policyLint(error, join(folder, ".", "error.json"), "--format", "json");
    expect((JSON.parse(out) as { summary: object }).summary).toMatchObject({ error: 1, files: 1 });
  });

  test("the command's name may be written out, and may be a folder's name", async () => {
    expect(await policyLint("lint", error)).toEqual(await policyLint(error));
    write("rules/error.json", policy(allow("*")));
    expect((await policyLint(join(folder, "rules"))).status).toBe(1);
    expect((await policyLint("rules")).out).toContain("IAM001");
  });
});

describe("a report that goes to a file", () => {
  test("is the same, without colours, and nothing else is printed", async () => {
    const file = join(folder, "report.txt");
    const { status, out } = await runPolicyLint([error, "--output", file], { colour: true, progress: true });
    expect([status, out]).toEqual([1, ""]);
    expect(readFileSync(file, "utf8")).toBe((await policyLint(error)).out);
  });
});

describe("explain", () => {
  test.each(["IAM202", "iam202", "wildcard-action"])("%s", async (name) => {
    const { status, out } = await policyLint("explain", name);
    expect(status).toBe(0);
    expect(out).toMatch(
      /^IAM202 wildcard-action {2}error\n\nWhy\n[^]*What to do\n[^]*Reference\n[^]*Bad: [^]*Good: /,
    );
  });

  test("lists the paths of a rule, and tells of one that is named", async () => {
    const all = (await policyLint("explain", "new-passrole-path")).out;
    expect(all).toContain(
      "  lambda-001  can create a function and invoke it: iam:PassRole, lambda:CreateFunction, ",
    );
    const { out } = await policyLint("explain", "IAM305/lambda-001");
    expect(out).toContain(
      "The role is passed to lambda.amazonaws.com.\n  https://pathfinding.cloud/paths/lambda-001\n",
    );
    expect(out).not.toContain("lambda-002");
    const wrong = await policyLint("explain", "IAM305/lambda-999");
    expect([wrong.status, wrong.error]).toEqual([
      2,
      expect.stringContaining('IAM305 has no path "lambda-999"'),
    ]);
  });

  test.each([[["explain"]], [["explain", "IAM999"]], [["explain", "--rule", "x"]]])(
    "%j is wrong usage",
    async (args) => {
      const { status, out, error: errors } = await policyLint(...args);
      expect([status, out]).toEqual([2, ""]);
      expect(errors).toMatch(/name a rule|there is no rule "IAM999"|Unknown option/);
    },
  );
});

describe("rules", () => {
  test("lists each rule once, in all formats", async () => {
    for (const format of ["text", "json", "markdown"]) {
      const { status, out } = await policyLint("rules", "--format", format);
      expect(status).toBe(0);
      for (const { id, name } of rules) {
        const title =
          { text: `  ${id} ${name}`, json: `"id": "${id}"`, markdown: `## ${id} ${name}\n` }[format] ?? "";
        expect(out.split(title)).toHaveLength(2);
      }
    }
  });

  test.each([[["rules", "IAM001"]], [["rules", "--format", "sarif"]]])("%j is wrong usage", async (args) => {
    expect((await policyLint(...args)).status).toBe(2);
  });
});

describe("compare, snapshot and iam-policy", () => {
  test("the policy that a scan needs is clean, and is for the account that is named", async () => {
    const { status, out } = await policyLint("iam-policy", "--account-id", "123456789012", "--service-use");
    expect(status).toBe(0);
    expect(out).toContain("arn:aws:iam::123456789012:role/*");
    expect((await policyLint(write("scan.json", out), "--fail-on", "warning")).status).toBe(0);
  });

  test.each<[string, string[], RegExp]>([
    ["an account id that is none", ["iam-policy", "--account-id", "12"], /twelve digits/],
    ["a partition that is none", ["iam-policy", "--partition", "moon"], /must be aws, aws-cn or aws-us-gov/],
    ["one snapshot only", ["compare", clean], /name two snapshots/],
    ["what is no snapshot", ["compare", clean, clean], /is no account snapshot/],
    [
      "a snapshot that is not there",
      ["compare", clean, "nowhere"],
      /is no account snapshot|cannot be read: ENOENT/,
    ],
    ["an argument too much", ["snapshot", "all"], /takes no "all"/],
  ])("%s", async (_, args, message) => {
    const { status, out, error: errors } = await policyLint(...args);
    expect([status, out]).toEqual([2, ""]);
    expect(errors).toMatch(message);
  });

  test.each(["lint", "explain", "rules", "snapshot", "compare", "iam-policy"])(
    "%s has a --help",
    async (name) => {
      const { status, out } = await policyLint(name, "--help");
      expect(status).toBe(0);
      expect(out).toContain(`policy-lint`);
      expect((await policyLint("--help")).out).toContain(`\n  ${name} `);
    },
  );
});

describe("folders", () => {
  test("are searched, other people's folders are not; what holds no policy is said, not passed over", async () => {
    const place = "search";
    write(`${place}/a/error.json`, policy(allow("*")));
    write(`${place}/node_modules/x/error.json`, policy(allow("*")));
    write(`${place}/package.json`, { name: "x" });
    write(`${place}/notes.txt`, "none");
    symlinkSync("..", join(folder, place, "a", "loop"));
    const { status, out } = await policyLint(join(folder, place), "--format", "json");
    const { findings, summary } = JSON.parse(out) as { findings: Finding[]; summary: { files: number } };
    expect([status, summary.files]).toEqual([1, 2]);
    expect(findings.map(({ ruleId, severity }) => `${ruleId} ${severity}`).sort()).toEqual([
      "IAM001 info",
      "IAM201 error",
    ]);
  });

  test("Terraform's own language in a folder is an error, since it is not read", async () => {
    const path = write("hcl/main.tf", 'resource "aws_iam_policy" "p" {}');
    expect((await policyLint(join(path, ".."))).status).toBe(1);
  });

  test("an empty folder is unreadable input", async () => {
    mkdirSync(join(folder, "empty"));
    const { status, out } = await policyLint(join(folder, "empty"));
    expect(status).toBe(2);
    expect(out).toContain("holds no JSON");
  });

  test("a file that cannot be opened is unreadable, and the others are reported", async () => {
    write("dangling/error.json", policy(allow("*")));
    symlinkSync("nowhere", join(folder, "dangling", "gone.json"));
    const { status, out } = await policyLint(join(folder, "dangling"));
    expect(status).toBe(2);
    expect(out).toContain("cannot be read: ENOENT");
    expect(out).toContain("IAM201");
  });
});

test("what CDKTF synthesizes is linted from its output folder", () => {
  const policies = { aws_iam_policy: { p: { policy: JSON.stringify(policy(allow("iam:*"))) } } };
  write("cdktf.out/manifest.json", { version: "0.21.0", stacks: { serving: {} } });
  write("cdktf.out/stacks/serving/cdk.tf.json", { resource: policies });
  expect(lintSynthesized(join(folder, "cdktf.out")).map(({ ruleId }) => ruleId)).toEqual(["IAM202"]);
  expect(() => lintSynthesized(join(folder, "never"))).toThrow("does not exist");
});

test("the command runs from any folder", () => {
  const bin = join(__dirname, "../../../policies/lint/bin.mjs");
  const { status, stdout } = spawnSync(process.execPath, [bin, "error.json", "--format", "json"], {
    cwd: folder,
    encoding: "utf8",
  });
  expect(status).toBe(1);
  expect((JSON.parse(stdout) as { findings: Finding[] }).findings[0]?.file).toBe("error.json");
});

test("--version tells the package's version", async () => {
  expect((await policyLint("--version")).out).toMatch(/^policy-lint \d+\.\d+\.\d+\n$/);
});
