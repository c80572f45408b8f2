import fc from "fast-check";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { lint } from "../../../policies/lint";

const runs = 1000;
// Printed, so that a failure can be repeated: LINT_SEED=… npx jest test/policies/lint/robustness
const seed = Number(process.env["LINT_SEED"] ?? Date.now() % 2 ** 31);

function texts(folder: string): string[] {
  const path = join(__dirname, "fixtures", folder);
  return readdirSync(path).map((file) => readFileSync(join(path, file), "utf8"));
}

const originals = [...texts("hard"), ...texts("reference-deployments")];

/** Pieces that readers trip over. */
const pieces = [
  "${",
  "$${",
  "}",
  '"',
  "\\",
  "*",
  "[",
  "]",
  "{",
  "null",
  "\uE000",
  "\uFEFF",
  "\u0000",
  ",",
  ":",
  "jsonencode(",
  "\\u00",
];

const mutation = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  cut: fc.nat({ max: 12 }),
  insert: fc.oneof(fc.constantFrom(...pieces), fc.string({ maxLength: 6 })),
});

const mutatedText = fc
  .tuple(fc.constantFrom(...originals), fc.array(mutation, { minLength: 1, maxLength: 6 }))
  .map(([text, mutations]) =>
    mutations.reduce((current, { at, cut, insert }) => {
      const start = Math.floor(at * current.length);
      return current.slice(0, start) + insert + current.slice(start + cut);
    }, text),
  );

/** JSON that is well formed but holds anything in any place of a policy or a Terraform file. */
const strangePolicy = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom(
      "*",
      "s3:*",
      "Allow",
      "${var.x}",
      "${data.aws_iam_policy_document.d.json}",
      '{"Statement":[{}]}',
      "",
      1,
      null,
      true,
    ),
    fc.array(tie("value"), { maxLength: 3 }),
    fc.dictionary(
      fc.constantFrom(
        "Statement",
        "Effect",
        "Action",
        "NotAction",
        "Resource",
        "Principal",
        "Condition",
        "resource",
        "data",
        "aws_iam_policy",
        "aws_iam_policy_document",
        "aws_iam_role",
        "d",
        "policy",
        "inline_policy",
        "statement",
        "actions",
        "source_policy_documents",
        "planned_values",
        "format_version",
        "root_module",
        "resources",
        "values",
        "__proto__",
      ),
      tie("value"),
      { maxKeys: 4 },
    ),
  ),
}));

function check(content: string, file: string): void {
  const report = lint([{ file, content }]);
  const { error, warning, info } = report.summary;
  expect(error + warning + info).toBe(report.findings.length);
  for (const finding of report.findings) {
    expect(finding.line).toBeGreaterThanOrEqual(1);
    expect(finding.column).toBeGreaterThanOrEqual(1);
    expect(finding.message).not.toBe("");
  }
  if (!isJson(content)) expect(report.unreadable).toBe(true);
}

function isJson(content: string): boolean {
  try {
    JSON.parse(content);
    return true;
  } catch {
    return false;
  }
}

beforeAll(() => process.stdout.write(`robustness.test.ts: seed ${seed}\n`));

test.each(["x.json", "x.tf.json"])(
  `no crash and no silent skip on ${runs} mutated files, read as %s`,
  (file) => {
    fc.assert(
      fc.property(mutatedText, (text) => check(text, file)),
      { seed, numRuns: runs },
    );
  },
);

test.each(["x.json", "x.tf.json"])(
  `no crash on ${runs} well-formed files with anything anywhere, read as %s`,
  (file) => {
    fc.assert(
      fc.property(strangePolicy.value, (value) => check(JSON.stringify(value), file)),
      { seed, numRuns: runs },
    );
  },
);
