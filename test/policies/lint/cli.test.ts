import { spawnSync } from "node:child_process";
import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { run } from "../../../policies/lint/cli";
import { lintSynthesized, type Finding } from "../../../policies/lint";
import { allow, policy, temporaryFolder } from "./helpers";

const folder = temporaryFolder();

function write(name: string, content: unknown): string {
  const path = join(folder, name);
  mkdirSync(join(path, ".."), { recursive: true });
  writeFileSync(path, typeof content === "string" ? content : JSON.stringify(content, null, 2));
  return path;
}

function policyLint(...args: string[]) {
  const written = { out: "", error: "" };
  const status = run(args, {
    out: (text) => (written.out += text),
    error: (text) => (written.error += text),
    colour: false,
  });
  return { status, ...written };
}

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
  ])("%s", (_, args, status) => {
    expect(policyLint(...args).status).toBe(status);
  });
});

describe("wrong usage is status 2 and says what would be right", () => {
  test.each<[string, string[], RegExp]>([
    ["no path", [], /name at least one file or folder/],
    ["a path that does not exist", [join(folder, "nowhere")], /nowhere does not exist/],
    ["an unknown flag", [clean, "--strict"], /Unknown option '--strict'[^]*Usage: policy-lint/],
    ["an unknown format", [clean, "--format", "yaml"], /--format is "yaml"; it must be one of text, json/],
    ["an unknown threshold", [clean, "--fail-on", "bad"], /must be one of error, warning, info, never/],
    ["a flag without its value", [clean, "--format"], /--format/],
  ])("%s", (_, args, message) => {
    const { status, out, error: errors } = policyLint(...args);
    expect([status, out]).toEqual([2, ""]);
    expect(errors).toMatch(message);
  });
});

describe("json", () => {
  test("has the documented shape, also when a file is unreadable", () => {
    const { out } = policyLint(broken, error, "--format", "json");
    const report = JSON.parse(out) as { findings: Finding[] };
    expect(report).toMatchObject({
      version: 1,
      summary: { error: 2, warning: 0, info: 0, suppressed: 0, files: 2 },
    });
    expect(report.findings[1]).toEqual({
      ruleId: "IAM202",
      name: "wildcard-action",
      severity: "error",
      message: '"*" allows every action of every service on *. Name the actions that are used.',
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
  test("groups by resource and ends with one summary line", () => {
    const { out } = policyLint(error, warning);
    expect(out).toContain(`${error}\n  error   IAM202 wildcard-action  6:17  /Statement/0/Action\n`);
    expect(out.trimEnd().split("\n").at(-1)).toBe("1 error, 1 warning, 0 info in 2 files");
  });

  test("colours only when asked to", () => {
    let out = "";
    run([error], { out: (text) => (out += text), error: () => undefined, colour: true });
    expect(out).toContain("\u001b[31merror");
    expect(policyLint(error).out).not.toContain("\u001b");
  });

  test("control characters of a file do not reach the terminal", () => {
    const path = write("control.json", policy(allow("polly:*", "arn:\u001b[2J")));
    expect(policyLint(path).out).toContain("arn:\\u001b[2J");
  });
});

describe("folders", () => {
  test("are searched, other people's folders are not; what holds no policy is said, not passed over", () => {
    const place = "search";
    write(`${place}/a/error.json`, policy(allow("*")));
    write(`${place}/node_modules/x/error.json`, policy(allow("*")));
    write(`${place}/package.json`, { name: "x" });
    write(`${place}/notes.txt`, "none");
    symlinkSync("..", join(folder, place, "a", "loop"));
    const { status, out } = policyLint(join(folder, place), "--format", "json");
    const { findings, summary } = JSON.parse(out) as { findings: Finding[]; summary: { files: number } };
    expect([status, summary.files]).toEqual([1, 2]);
    expect(findings.map(({ ruleId, severity }) => `${ruleId} ${severity}`).sort()).toEqual([
      "IAM001 info",
      "IAM202 error",
    ]);
  });

  test("Terraform's own language in a folder is an error, since it is not read", () => {
    const path = write("hcl/main.tf", 'resource "aws_iam_policy" "p" {}');
    expect(policyLint(join(path, "..")).status).toBe(1);
  });

  test("an empty folder is unreadable input", () => {
    mkdirSync(join(folder, "empty"));
    const { status, out } = policyLint(join(folder, "empty"));
    expect(status).toBe(2);
    expect(out).toContain("holds no JSON");
  });

  test("a file that cannot be opened is unreadable, and the others are reported", () => {
    write("dangling/error.json", policy(allow("*")));
    symlinkSync("nowhere", join(folder, "dangling", "gone.json"));
    const { status, out } = policyLint(join(folder, "dangling"));
    expect(status).toBe(2);
    expect(out).toContain("cannot be read: ENOENT");
    expect(out).toContain("IAM202");
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
