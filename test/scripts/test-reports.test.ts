/** Reports of test runners, read as `npm test` reads them. */
import * as fs from "node:fs";
import * as path from "node:path";
import { readJestReport, readJunitReport } from "../../scripts/lib/test-reports";
import { temporaryFolder } from "../helpers/temporary";

function write(text: string): string {
  const file = path.join(temporaryFolder(), "report");
  fs.writeFileSync(file, text);
  return file;
}

describe("a report of jest", () => {
  const report = (statuses: string[], runtimeErrors = 0) =>
    write(
      JSON.stringify({
        numPassedTests: statuses.filter((status) => status === "passed").length,
        numFailedTests: statuses.filter((status) => status === "failed").length,
        numRuntimeErrorTestSuites: runtimeErrors,
        testResults: [{ assertionResults: statuses.map((status, i) => ({ status, fullName: `test ${i}` })) }],
      }),
    );

  it("is counted", () => {
    expect(readJestReport(report(["passed", "failed", "passed"]))).toEqual({
      passed: 2,
      failed: 1,
      skipped: [],
    });
  });

  it("names tests that did not run, whatever jest calls that", () => {
    expect(readJestReport(report(["pending", "skipped", "todo", "passed"])).skipped).toEqual([
      "test 0",
      "test 1",
      "test 2",
    ]);
  });

  it("counts a file that could not be loaded as a failure", () => {
    expect(readJestReport(report(["passed"], 1)).failed).toBe(1);
  });
});

describe("a report of pytest", () => {
  it("is counted, with failures, errors and the names of skipped tests", () => {
    const file = write(`<testsuites><testsuite>
      <testcase classname="a" name="passes" time="0.1" />
      <testcase classname="a" name="prints" time="0.1"><system-out>skipped? no</system-out></testcase>
      <testcase classname="a" name="fails"><failure message="m">x</failure></testcase>
      <testcase classname="a" name="breaks"><error message="m">x</error></testcase>
      <testcase classname="b" name="waits"><skipped message="no Java">x</skipped></testcase>
    </testsuite></testsuites>`);
    expect(readJunitReport(file)).toEqual({ passed: 2, failed: 2, skipped: ["b waits"] });
  });
});
