import { readConfiguration } from "../../../../policies/lint";
import { formatMarkdown } from "../../../../policies/lint/reports/markdown";
import { allow, lintFiles, policy } from "../helpers";

test("says so where nothing was found", () => {
  const text = formatMarkdown(
    lintFiles({ "policy.json": policy(allow("s3:GetObject", "arn:aws:s3:::b/x")) }),
  );
  expect(text).toBe("## policy-lint: nothing found\n\n0 errors, 0 warnings, 0 info in 1 file\n");
});

test("has a row for each finding, errors first, and folds out what a rule is about", () => {
  const text = formatMarkdown(lintFiles({ "policy.json": policy(allow("polly:*"), allow("*")) }));
  const rows = text.split("\n").filter((line) => line.startsWith("| "));
  expect(rows.map((row) => row.split(" | ")[0])).toEqual(
    ["|  ", "| ---", "| 🔴 error", "| 🟠 warning"].map(
      (cell) => expect.stringContaining(cell.trim()) as string,
    ),
  );
  expect(text.match(/<details>/g)).toHaveLength(2);
  expect(text.match(/<\/details>/g)).toHaveLength(2);
});

test("names in files are neither markup nor links, and call nobody", () => {
  const hostile = "a|b`c`<img src=x>*d*_e_[f](https://evil.example)@everyone#1\n## h";
  const text = formatMarkdown(
    lintFiles({
      [`${hostile}.json`]: policy(allow(`s3:Get${hostile}*`, `arn:aws:s3:::${hostile}/*`), allow("s3:*")),
    }),
  );
  const rows = text.split("\n").filter((line) => /^\| (🔴|🟠|🔵)/.test(line));
  expect(rows.length).toBeGreaterThan(0);
  for (const row of rows) {
    // The table's own bars, none of the name.
    expect(row.split("|")).toHaveLength(6);
    expect(row.replace(/<\/?code>|<br>/g, "")).not.toMatch(/[<>`*[\]]|https:/);
    // Inside of code nobody is called.
    expect(row.replace(/<code>.*?<\/code>/g, "")).not.toContain("@everyone");
  }
  expect(text).not.toContain("\n## h");
});

test("what is suppressed is told with its reason, folded away", () => {
  const suppression = {
    rule: "IAM202",
    match: { file: "*" },
    reason: "we *know*",
    owner: "me",
    expires: "2999-12-31",
  };
  const settings = readConfiguration(JSON.stringify({ suppressions: [suppression] }), "policy-lint.yaml");
  const text = formatMarkdown(lintFiles({ "policy.json": policy(allow("polly:*")) }, settings));
  expect(text).toContain("## policy-lint: nothing found\n");
  expect(text).toContain(
    "- <code>IAM202</code> <code>policy.json:6</code>: we &#42;know&#42;, me, until 2999-12-31",
  );
});

test("fits into a comment, and says what is left out", () => {
  const statements = Array.from({ length: 2000 }, (_, index) =>
    allow("polly:*", `arn:aws:polly:eu-west-1:123456789012:lexicon/${index}-*`),
  );
  const text = formatMarkdown(lintFiles({ "policy.json": policy(...statements) }));
  expect(text.length).toBeLessThan(65_536);
  expect(text).toMatch(/… and \d+ more, left out here/);
});
