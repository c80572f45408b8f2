import * as fs from "node:fs";
import * as path from "node:path";
import { readJestReport, readJunitReport } from "../../scripts/lib/test-reports";
import { temporaryFolder } from "../helpers/temporary";

function file(text: string): string {
  const full = path.join(temporaryFolder(), "report");
  fs.writeFileSync(full, text);
  return full;
}

describe("jest's report", () => {
  const report = (more: object, ...statuses: string[]) =>
    file(
      JSON.stringify({
        numPassedTests: statuses.filter((status) => status === "passed").length,
        numFailedTests: statuses.filter((status) => status === "failed").length,
        numRuntimeErrorTestSuites: 0,
        testResults: [{ assertionResults: statuses.map((status) => ({ status, fullName: `is ${status}` })) }],
        ...more,
      }),
    );

  it("counts, and names each test that did not run", () => {
    expect(readJestReport(report({}, "passed", "passed", "failed", "pending", "todo", "skipped"))).toEqual({
      passed: 2,
      failed: 1,
      skipped: ["is pending", "is todo", "is skipped"],
    });
  });

  it("counts a test file that could not be loaded as a failure", () => {
    expect(readJestReport(report({ numRuntimeErrorTestSuites: 2 }, "passed"))).toEqual({
      passed: 1,
      failed: 2,
      skipped: [],
    });
  });
});

describe("pytest's report", () => {
  const report = (cases: string) =>
    file(
      `<?xml version="1.0" encoding="utf-8"?><testsuites><testsuite name="pytest" tests="9">${cases}</testsuite></testsuites>`,
    );

  it("counts, and names each test that did not run", () => {
    const cases = [
      '<testcase classname="test_a" name="test_one" time="0.1" />',
      '<testcase classname="test_a" name="test_two[x/y]" time="0.1"><system-out>a &gt; b</system-out></testcase>',
      '<testcase classname="test_a" name="test_three" time="0.1"><failure message="a">trace\n of many lines</failure></testcase>',
      '<testcase classname="test_b" name="test_four" time="0.1"><error message="b">no fixture</error></testcase>',
      '<testcase classname="test_b" name="test_five" time="0.1"><skipped type="pytest.skip" message="no java" /></testcase>',
      '<testcase classname="test_b" name="test_six" time="0.1"></testcase>',
    ];
    expect(readJunitReport(report(cases.join("")))).toEqual({
      passed: 3,
      failed: 2,
      skipped: ["test_b test_five"],
    });
  });

  it("has no test when none was collected", () => {
    expect(readJunitReport(report(""))).toEqual({ passed: 0, failed: 0, skipped: [] });
  });

  it("is not led astray by what tests print", () => {
    const cases =
      '<testcase classname="c" name="n" time="1"><system-out>&lt;failure&gt; &lt;testcase /&gt;</system-out></testcase>' +
      '<testcase classname="c" name="shows &lt;skipped&gt;" time="1" />';
    expect(readJunitReport(report(cases))).toEqual({ passed: 2, failed: 0, skipped: [] });
  });
});
