import fc from "fast-check";
import { ConfigurationError, lint, readConfiguration } from "../../../policies/lint";
import { allow, policy } from "./helpers";
import { fileTexts, mutated, mutatedBytes, policyTexts, strange } from "./robustness-inputs";

// Printed, so that a failure can be repeated: LINT_SEED=… npx jest test/policies/lint/robustness
const seed = Number(process.env["LINT_SEED"] ?? Date.now() % 2 ** 31);

beforeAll(() => process.stdout.write(`robustness.test.ts: seed ${seed}\n`));

function forAll<T>(numRuns: number, inputs: fc.Arbitrary<T>, check: (input: T) => void): void {
  fc.assert(fc.property(inputs, check), { seed, numRuns });
}

/** Lints without a crash, and says so where it could not read. */
function check(file: string, content: string | Uint8Array): void {
  const report = lint([{ file, content }]);
  const { error, warning, info } = report.summary;
  expect(error + warning + info).toBe(report.findings.length);
  for (const finding of report.findings) {
    expect(finding.line).toBeGreaterThanOrEqual(1);
    expect(finding.column).toBeGreaterThanOrEqual(1);
    expect(finding.message).not.toBe("");
  }
  if (typeof content === "string" && !isJson(content)) expect(report.unreadable).toBe(true);
}

function isJson(content: string): boolean {
  try {
    // A mark at the start is left by readers that do not decode it.
    JSON.parse(content.replace(/^\uFEFF/, ""));
    return true;
  } catch {
    return false;
  }
}

describe("no crash and no silent skip", () => {
  test.each<[number, string, readonly string[]]>([
    [2500, "policy.json", policyTexts],
    [1000, "main.tf.json", policyTexts],
    [2500, "main.tf.json", fileTexts],
    [1500, "plan.json", fileTexts],
    [500, "terraform.tfvars.json", fileTexts],
  ])("on %d mutated files, read as %s", (runs, file, originals) => {
    forAll(runs, mutated(originals), (text) => check(file, text));
  });

  test("on 1000 mutated files as bytes of several encodings", () => {
    forAll(1000, mutatedBytes([...policyTexts, ...fileTexts]), (bytes) => check("policy.json", bytes));
  });

  test.each(["policy.json", "main.tf.json"])(
    "on 1000 well-formed files with anything anywhere, as %s",
    (file) => {
      forAll(1000, strange, (value) => check(file, JSON.stringify(value)));
    },
  );

  test("on 500 mutated configuration files: read, or refused with the line", () => {
    const original = `staleDays: 30\ntrustedAccounts: ["111122223333"]\nsuppressions:\n  - rule: IAM202\n    match: "aws_iam_*"\n    reason: x\n    owner: y\n    expires: 2999-12-31\n`;
    forAll(500, mutated([original]), (text) => {
      try {
        readConfiguration(text, "policy-lint.yaml");
      } catch (error) {
        expect(error).toBeInstanceOf(ConfigurationError);
        expect((error as Error).message).toMatch(/^policy-lint\.yaml:\d+:\d+: /);
      }
    });
  });
});

/** Whether anything but a mere note stands at the resource, or, without one, in the file. */
function isNamed(file: string, content: unknown, resource: string | null): boolean {
  const { findings } = lint([{ file, content: JSON.stringify(content) }]);
  return findings.some((finding) => finding.severity === "error" && finding.resource === resource);
}

describe("a wide statement is named, whatever stands beside it", () => {
  test("in a policy", () => {
    forAll(500, fc.array(strange, { maxLength: 3 }), (others) => {
      expect(isNamed("policy.json", policy(allow("kms:*"), ...others), null)).toBe(true);
    });
  });

  test("in a Terraform file", () => {
    const wide = { policy: JSON.stringify(policy(allow("kms:*"))) };
    forAll(500, fc.tuple(strange, strange), ([others, data]) => {
      const resource = [
        { aws_iam_policy: { wide } },
        { aws_iam_role: { r: others }, aws_iam_policy: { o: others } },
      ];
      expect(isNamed("main.tf.json", { resource, data }, "aws_iam_policy.wide")).toBe(true);
    });
  });

  test("in a plan", () => {
    const values = { policy: JSON.stringify(policy(allow("kms:*"))) };
    const wide = { address: "aws_iam_policy.wide", type: "aws_iam_policy", mode: "managed", values };
    forAll(500, fc.tuple(strange, strange), ([other, rest]) => {
      const plan = {
        configuration: rest,
        prior_state: rest,
        format_version: "1.2",
        planned_values: { root_module: { resources: [other, wide], child_modules: [rest] } },
      };
      expect(isNamed("plan.json", plan, "aws_iam_policy.wide")).toBe(true);
    });
  });
});

describe("extremes", () => {
  const nested = (depth: number, open: string, close: string) =>
    open.repeat(depth) + "1" + close.repeat(depth);

  test.each([
    ["lists", nested(100_000, "[", "]")],
    ["objects", nested(100_000, '{"a":', "}")],
    ["lists without end", "[".repeat(1_000_000)],
  ])("a deep nest of %s is refused", (_, text) => {
    check("policy.json", text);
    const { findings, unreadable } = lint([{ file: "policy.json", content: text }]);
    expect([unreadable, findings.length]).toEqual([true, 1]);
    expect(findings[0]?.message).toContain("nested too deeply");
  });

  test.each([
    ["braces", `\${${"{".repeat(50_000)}`],
    ["templates", '${f("'.repeat(20_000)],
    ["jsonencode of lists", `\${jsonencode(${nested(20_000, "[", "]")})}`],
    ["jsonencode of objects", `\${jsonencode(${nested(20_000, "{a=", "}")})}`],
    ["functions", `\${${"one(".repeat(20_000)}aws_iam_policy.x.policy${")".repeat(20_000)}}`],
  ])("a deep nest of %s in an expression is said to be unknown", (_, text) => {
    expect(
      isNamed("main.tf.json", { resource: { aws_iam_policy: { p: { policy: text } } } }, "aws_iam_policy.p"),
    ).toBe(true);
  });

  test("a policy with 20,000 statements, and one with 20,000 actions, take seconds", () => {
    const started = process.cpuUsage();
    const statements = Array.from({ length: 20_000 }, (_, at) =>
      allow("s3:GetObject", `arn:aws:s3:::b/${at}`),
    );
    check("policy.json", JSON.stringify(policy(...statements)));
    const actions = Array.from({ length: 20_000 }, (_, at) =>
      at % 10 === 0 ? `s3:Unknown${at}` : "s3:GetObject",
    );
    check("policy.json", JSON.stringify(policy(allow(actions))));
    const { user, system } = process.cpuUsage(started);
    expect((user + system) / 1e6).toBeLessThan(15);
  });

  test("a key of JavaScript's own is a key like any other", () => {
    const text =
      '{"Statement": [], "__proto__": {"Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"}}}';
    expect(lint([{ file: "policy.json", content: text }]).findings.map(({ pointer }) => pointer)).toContain(
      "/__proto__",
    );
  });
});
