import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { lintPaths, type Finding } from "../../../policies/lint";
import { hardCases } from "./hard-cases";
import { lintFiles, temporaryFolder } from "./helpers";
import { textInputs, valueInputs } from "./parity-inputs";

const cases = hardCases();
/** What a parsed value cannot carry. */
const hasDuplicateKeys = (file: string) => file.startsWith("19_");

/** Judges the attachment of a policy, which only some inputs have. */
const attachmentRule = "IAM206";

/** All but the place: who has the policy, what it is called, and whether a single entry stands in a list. */
function essence(findings: readonly Finding[]) {
  return findings
    .filter(({ ruleId }) => ruleId !== attachmentRule)
    .map(({ ruleId, severity, message, pointer, path }) => ({
      ruleId,
      severity,
      path,
      message: withoutNames(message),
      pointer: pointer.replace(/\/\d+(?=\/|$)/g, ""),
    }))
    .sort((a, b) => JSON.stringify(a).localeCompare(JSON.stringify(b)));
}

function withoutNames(message: string): string {
  return message
    .replace(/^(?:Whoever has this policy|(?:Role|User|Group) \S+)/, "WHO")
    .replace(
      /(?<= in )(?:\S*\.json|\S*aws_iam_(?:policy|role)\.\S+|arn:\S+:policy\/p)(?=[,. ])\.?/g,
      "WHERE ",
    );
}

const expected = (text: string) => essence(lintFiles({ "p.json": text }).findings);

describe.each(cases)("%s gives the same findings through", (file, text) => {
  const inputs = { ...textInputs, ...(hasDuplicateKeys(file) ? {} : valueInputs) };
  test.each(Object.entries(inputs))("%s", (_, wrap) => {
    expect(essence(lintFiles(wrap(text)).findings)).toEqual(expected(text));
  });
});

describe("a folder", () => {
  const place = temporaryFolder();

  test("gives the findings of each file", () => {
    mkdirSync(join(place, "below"));
    for (const [file, text] of cases) writeFileSync(join(place, "below", file), text);
    const { findings } = lintPaths([place]);
    for (const [file, text] of cases) {
      expect(essence(findings.filter((finding) => finding.file.endsWith(file)))).toEqual(expected(text));
    }
  });
});

test("most of these have findings, of many rules", () => {
  const found = cases.map(([, text]) => expected(text));
  expect(found.filter((findings) => findings.length > 0).length).toBeGreaterThan(cases.length / 2);
  expect(new Set(found.flat().map(({ ruleId }) => ruleId)).size).toBeGreaterThanOrEqual(8);
});
