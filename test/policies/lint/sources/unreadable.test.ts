import { lintFiles, lintStatements, verdicts } from "../helpers";

const good = '{"Statement": {"Effect": "Allow", "Action": "kms:*", "Resource": "*"}}';

function utf16(text: string, order: "le" | "be", mark: boolean): Uint8Array {
  const bytes = Buffer.from(mark ? `\uFEFF${text}` : text, "utf16le");
  return order === "le" ? bytes : bytes.swap16();
}

describe("encodings", () => {
  test.each<[string, Uint8Array | string]>([
    ["UTF-8", good],
    ["UTF-8 with a byte order mark", Buffer.from(`\uFEFF${good}`)],
    ["UTF-16, little endian", utf16(good, "le", true)],
    ["UTF-16, big endian", utf16(good, "be", true)],
    ["UTF-16 without a mark", utf16(good, "le", false)],
    ["UTF-16, big endian, without a mark", utf16(good, "be", false)],
  ])("%s is read", (_, content) => {
    const report = lintFiles({ "p.json": content });
    expect(verdicts(report.findings)).toEqual(["IAM202 error"]);
    expect(report.unreadable).toBe(false);
  });
});

describe("a file that cannot be read fails the run, and says why", () => {
  test.each<[string, string | Uint8Array, RegExp]>([
    ["nothing", "", /not valid JSON/],
    ["white space", " \n", /not valid JSON/],
    ["half a file", good.slice(0, -1), /"," or "}" is expected, and the file ends/],
    ["a trailing comma", good.replace("}}", "},}"), /not valid JSON/],
    ["a comment", `// policy\n${good}`, /not valid JSON/],
    ["two documents", good + good, /the end of the file is expected/],
    ["bytes that are no text", new Uint8Array([0x7b, 0xff, 0xc3, 0x28]), /not valid UTF-8/],
    ["a list", "[1]", /neither a policy/],
    ["a string", '"x"', /neither a policy/],
    ["another object", '{"a": 1}', /neither a policy/],
    [
      "policies in another shape",
      `{"PolicyVersion": {"Document": ${good}}}`,
      /in a form that is not read here/,
    ],
    ["a plan of another version", '{"format_version": "2.0", "planned_values": {}}', /plan format "2.0"/],
    ["brackets without end", "[".repeat(200_000), /not valid JSON|nested too deeply/],
    ["a deep nest", "[".repeat(100_000) + "]".repeat(100_000), /nested too deeply|neither a policy/],
  ])("%s", (_, content, message) => {
    const report = lintFiles({ "p.json": content, "good.json": good });
    expect(report.unreadable).toBe(true);
    const [finding] = report.findings.filter(({ file }) => file === "p.json");
    expect(finding).toMatchObject({ ruleId: "IAM001", severity: "error" });
    expect(finding?.message).toMatch(message);
    // The other file is still reported.
    expect(verdicts(report.findings.filter(({ file }) => file === "good.json"))).toEqual(["IAM202 error"]);
  });

  test("a configuration in Terraform's own language", () => {
    expect(lintFiles({ "main.tf": 'resource "aws_iam_policy" "p" {}' })).toMatchObject({ unreadable: true });
  });
});

describe("what IAM would refuse is an error, and the rest is still looked at", () => {
  const statement = { Effect: "Allow", Action: "s3:GetObject", Resource: "*" };
  const without = (key: string) =>
    Object.fromEntries(Object.entries(statement).filter(([name]) => name !== key));

  test.each<[string, unknown, string, RegExp]>([
    ["no effect", without("Effect"), "/Statement/1/Effect", /Effect is missing/],
    [
      "another effect",
      { ...statement, Effect: "allow" },
      "/Statement/1/Effect",
      /Effect is "allow"; it must be "Allow" or "Deny"/,
    ],
    ["no action", without("Action"), "/Statement/1", /neither "Action" nor "NotAction"/],
    [
      "both kinds of actions",
      { ...statement, NotAction: "s3:*" },
      "/Statement/1",
      /both "Action" and "NotAction"/,
    ],
    ["no resource", without("Resource"), "/Statement/1", /neither "Resource" nor "NotResource"/],
    [
      "a key in other letters",
      { ...without("Action"), action: "iam:*" },
      "/Statement/1/action",
      /write "Action"/,
    ],
    ["an unknown key", { ...statement, Comment: "x" }, "/Statement/1/Comment", /no element of a policy/],
    [
      "an action that is a number",
      { ...statement, Action: 7 },
      "/Statement/1/Action",
      /a number stands where a string/,
    ],
    [
      "an action without a service",
      { ...statement, Action: "GetObject" },
      "/Statement/1/Action",
      /must be "service:Action"/,
    ],
    ["an empty list", { ...statement, Action: [] }, "/Statement/1/Action", /list is empty/],
    ["nothing", { ...statement, Action: null }, "/Statement/1/Action", /^null stands here/],
    ["a statement that is none", "allow all", "/Statement/1", /the statement is a string/],
    [
      "a principal that is a number",
      { ...statement, Principal: 7 },
      "/Statement/1/Principal",
      /the principal is a number/,
    ],
  ])("%s", (_, broken, pointer, message) => {
    const findings = lintStatements({ Effect: "Allow", Action: "kms:*", Resource: "*" }, broken);
    const problem = findings.find(({ ruleId, pointer: where }) => ruleId === "IAM003" && where === pointer);
    expect(problem?.severity).toBe("error");
    expect(problem?.message).toMatch(message);
    expect(verdicts(findings)).toContain("IAM202 error");
  });

  test("a policy without statements", () => {
    expect(lintFiles({ "p.json": { Version: "2012-10-17" } }).findings).toMatchObject([{ ruleId: "IAM003" }]);
  });

  test("duplicate keys in a policy, and in a policy inside a string", () => {
    const twice =
      '{"Effect":"Allow","Action":"s3:GetObject","Action":"s3:PutObject","Resource":"arn:aws:s3:::b/x"}';
    const embedded = { resource: { aws_iam_policy: { p: { policy: `{"Statement":${twice}}` } } } };
    expect(verdicts(lintFiles({ "p.json": `{"Statement":${twice}}` }).findings)).toEqual(["IAM002 error"]);
    expect(verdicts(lintFiles({ "x.tf.json": embedded }).findings)).toEqual(["IAM002 error"]);
  });

  test.each<[string, object, string]>([
    [
      "a statement",
      {
        ...{ Effect: "Allow", Action: "s3:GetObject", Resource: "arn:aws:s3:::b/x" },
        action: "s3:PutObject",
      },
      "/Statement/0/action",
    ],
    [
      "conditions",
      {
        Effect: "Allow",
        Action: "s3:GetObject",
        Resource: "arn:aws:s3:::b/x",
        Condition: { StringEquals: { "aws:username": "a", "aws:UserName": "b" } },
      },
      "/Statement/0/Condition/StringEquals/aws:UserName",
    ],
  ])("keys of %s that differ in capitals only", (_, statement, pointer) => {
    const found = lintStatements(statement).filter(({ severity }) => severity === "error");
    expect(found.map((finding) => [finding.ruleId, finding.pointer])).toEqual([["IAM002", pointer]]);
  });

  test("elsewhere, such keys are two keys", () => {
    const resource = { aws_s3_bucket: { b: { tags: { name: "a", Name: "b" } } } };
    expect(lintFiles({ "x.tf.json": { resource } }).findings).toEqual([]);
  });
});
