import { ConfigurationError, readConfiguration, type LintOptions, type Report } from "../../../policies/lint";
import { allow, lintFiles, policy, verdicts } from "./helpers";

/** A warning: all of a service that is not sensitive. */
const broad = policy(allow("polly:*"));

const complete = {
  rule: "IAM202",
  match: { file: "policy.json" },
  reason: "Polly is all that this account is for.",
  owner: "speech-team",
  expires: "2026-06-30",
};

const today = "2026-06-01";

function lintWith(
  suppressions: unknown,
  options: LintOptions = {},
  files = { "policy.json": broad },
): Report {
  const settings = readConfiguration(JSON.stringify({ suppressions }), "policy-lint.yaml");
  return lintFiles(files, { today, ...settings, ...options });
}

describe("a complete suppression", () => {
  test("hides what it matches from the counts and says why", () => {
    const { summary, findings } = lintWith([complete]);
    expect(summary).toMatchObject({ error: 0, warning: 0, info: 0, suppressed: 1 });
    expect(findings.map(({ suppressed }) => suppressed)).toEqual([
      { kind: "configuration", reason: complete.reason, owner: "speech-team", expires: "2026-06-30" },
    ]);
  });

  test.each<[string, object]>([
    ["the rule's name", { rule: "wildcard-action" }],
    ["a file's pattern", { match: { file: "p*.json" } }],
    ["a pointer", { match: { pointer: "/Statement/?/Action" } }],
    ["a message", { match: { message: "*every action of polly*" } }],
    ["several together", { match: { file: "policy.json", pointer: "/Statement/0/*" } }],
  ])("may match by %s", (_, change) => {
    expect(lintWith([{ ...complete, ...change }]).summary).toMatchObject({ warning: 0, suppressed: 1 });
  });

  test("names files from the root, however they were given", () => {
    const files = { "/home/me/project/policy.json": broad } as unknown as { "policy.json": typeof broad };
    expect(lintWith([complete], { root: "/home/me/project" }, files).summary.suppressed).toBe(1);
    expect(lintWith([complete], {}, files).summary.suppressed).toBe(0);
  });

  test("holds on its last day and not on the next", () => {
    expect(verdicts(lintWith([complete], { today: "2026-06-30" }).findings)).toEqual(["IAM202 warning"]);
    const expired = lintWith([complete], { today: "2026-07-01" });
    expect(expired.summary).toMatchObject({ error: 1, warning: 1, suppressed: 0 });
    expect(expired.findings.map(({ ruleId, message }) => `${ruleId} ${message}`)).toContainEqual(
      expect.stringMatching(/^IAM090 The suppression expired on 2026-06-30/),
    );
  });
});

describe("a suppression that is not complete is an error and hides nothing", () => {
  test.each<[string, unknown, RegExp]>([
    ["no reason", { ...complete, reason: undefined }, /"reason" is missing: why/],
    ["an empty reason", { ...complete, reason: "  " }, /"reason" must be a text that is not empty/],
    ["no owner", { ...complete, owner: undefined }, /"owner" is missing: who/],
    ["no last day", { ...complete, expires: undefined }, /"expires" is missing: the last day/],
    ["a day that does not exist", { ...complete, expires: "2026-02-30" }, /"2026-02-30" is no day/],
    ["a time", { ...complete, expires: "2026-06-30T12:00:00Z" }, /is written YYYY-MM-DD/],
    ["no rule", { ...complete, rule: undefined }, /"rule" is missing/],
    [
      "nothing to match",
      { ...complete, match: undefined },
      /"match" must be an object with one or more of file/,
    ],
    ["an empty match", { ...complete, match: {} }, /"match" must be an object with one or more/],
    ["a match that is no pattern", { ...complete, match: { file: ["a"] } }, /"match.file" must be a pattern/],
    ["an unknown match", { ...complete, match: { line: "1" } }, /A suppression has no "line"; it has file,/],
    ["an unknown key", { ...complete, until: "2026-06-30" }, /A suppression has no "until"/],
    ["a rule about suppressions", { ...complete, rule: "IAM090" }, /cannot be suppressed itself/],
    ["no object", "IAM202", /A suppression is an object with rule, match, reason, owner, expires/],
  ])("%s", (_, entry, message) => {
    const { findings, summary } = lintWith([entry]);
    expect(summary).toMatchObject({ warning: 1, suppressed: 0 });
    const [fault, ...others] = findings.filter(({ ruleId }) => ruleId === "IAM090");
    expect(fault).toMatchObject({
      severity: "error",
      file: "policy-lint.yaml",
      message: expect.stringMatching(message) as string,
    });
    expect(others).toEqual([]);
  });

  test("every fault is said, each at its place", () => {
    const yaml =
      "suppressions:\n  - rule: IAM202\n    match: { file: '*' }\n    reason: ''\n    owner: me\n    expires: soon\n";
    const { findings } = lintFiles({}, { today, ...readConfiguration(yaml, "policy-lint.yaml") });
    expect(findings.map(({ line, column, pointer }) => `${line}:${column} ${pointer}`)).toEqual([
      "2:5 /suppressions/0/expires",
      "4:5 /suppressions/0/reason",
    ]);
  });
});

describe("a suppression that matches nothing", () => {
  test("is a warning", () => {
    const { findings } = lintWith([complete, { ...complete, rule: "IAM107" }]);
    expect(verdicts(findings)).toEqual(["IAM090 warning", "IAM202 warning"]);
    expect(findings[0]).toMatchObject({ file: "policy-lint.yaml", pointer: "/suppressions/1" });
    expect(findings[0]?.message).toBe(
      "The suppression of IAM107 matches no finding. Remove it, or correct what it matches.",
    );
  });

  test("is an error where there is no such rule", () => {
    const { findings } = lintWith([{ ...complete, rule: "IAM999" }]);
    expect(verdicts(findings)).toContain("IAM090 error");
  });

  test("two that match the same finding both match", () => {
    expect(verdicts(lintWith([complete, complete]).findings)).toEqual(["IAM202 warning"]);
  });
});

describe("beside a resource", () => {
  const beside = (suppression: unknown, address = "speech") => ({
    "main.tf.json": {
      resource: {
        aws_iam_policy: {
          speech: {
            name: "a",
            policy: JSON.stringify(broad),
            ...(address === "speech" ? comment(suppression) : {}),
          },
          other: {
            name: "b",
            policy: JSON.stringify(broad),
            ...(address === "other" ? comment(suppression) : {}),
          },
        },
      },
    },
  });
  // CDKTF's own metadata stand in the same place.
  const comment = (suppression: unknown) => ({
    "//": { metadata: { path: "stack/speech" }, "policy-lint": suppression },
  });
  const { match: _, ...entry } = complete;

  test("it holds for that resource only", () => {
    const { findings } = lintFiles(beside([entry]), { today });
    expect(findings.map(({ resource, suppressed }) => [resource, suppressed?.kind])).toEqual([
      ["aws_iam_policy.speech", "inline"],
      ["aws_iam_policy.other", undefined],
    ]);
  });

  test("it may match one of the resource's findings", () => {
    const matching = { ...entry, match: { pointer: "/Statement/0/Action" } };
    expect(lintFiles(beside([matching]), { today }).summary.suppressed).toBe(1);
    const elsewhere = { ...entry, match: { pointer: "/Statement/1/Action" } };
    expect(verdicts(lintFiles(beside([elsewhere]), { today }).findings)).toContain("IAM090 warning");
  });

  test("without a reason it is an error at that resource", () => {
    const { findings } = lintFiles(beside([{ ...entry, reason: "" }]), { today });
    expect(findings.find(({ ruleId }) => ruleId === "IAM090")).toMatchObject({
      severity: "error",
      resource: "aws_iam_policy.speech",
      file: "main.tf.json",
    });
  });

  test("expired, it is an error", () => {
    const { findings } = lintFiles(beside([entry]), { today: "2026-07-01" });
    expect(verdicts(findings)).toContain("IAM090 error");
  });
});

describe("policy-lint.yaml", () => {
  const faults = (yaml: string): readonly string[] => {
    try {
      readConfiguration(yaml, "policy-lint.yaml");
    } catch (error) {
      if (error instanceof ConfigurationError) return error.faults;
      throw error;
    }
    return [];
  };

  test("may be empty, or hold nothing but comments", () => {
    expect(readConfiguration("", "policy-lint.yaml")).toEqual({});
    expect(readConfiguration("# nothing yet\n", "policy-lint.yaml")).toEqual({});
  });

  test("sets the days and the accounts, whose zeros in front stay", () => {
    expect(readConfiguration("staleDays: 30\ntrustedAccounts: [012345678901]\n", "x")).toEqual({
      staleDays: 30,
      trustedAccounts: ["012345678901"],
    });
  });

  test("tells all faults at once, each with its line", () => {
    const yaml =
      "staleDays: 0\ntrustedAccounts:\n  - '12'\n  - 123456789012\nsuppression: []\nsuppressions: none\n";
    expect(faults(yaml)).toEqual([
      "policy-lint.yaml:5:1: suppression is not known; known are staleDays, trustedAccounts, suppressions",
      'policy-lint.yaml:1:12: staleDays is "0"; it must be a whole number of days, at least 1',
      'policy-lint.yaml:3:5: trustedAccounts[0] is "12"; an account id has twelve digits',
      "policy-lint.yaml:6:15: suppressions must be a list",
    ]);
  });

  test.each<[string, string, RegExp]>([
    ["no YAML", "a: [", /^policy-lint.yaml:1:\d+: /],
    ["a list", "- rule: IAM202", /must be a mapping with staleDays/],
    ["the same key twice", "staleDays: 1\nstaleDays: 2\n", /:2:1: .*unique/i],
    ["an alias", "suppressions: &a []\ntrustedAccounts: *a\n", /:2:18: aliases/],
    ["a list where one value belongs", "staleDays: [1]\n", /staleDays must be a single value/],
  ])("%s is refused", (_, yaml, message) => {
    expect(faults(yaml).join("\n")).toMatch(message);
  });
});
