/** What test runners write about a run, in one shape. */
import * as fs from "node:fs";

export interface SuiteResult {
  passed: number;
  failed: number;
  /** Names of the tests that did not run. */
  skipped: string[];
}

interface JestReport {
  numPassedTests: number;
  numFailedTests: number;
  numRuntimeErrorTestSuites: number;
  testResults: { assertionResults: { status: string; fullName: string }[] }[];
}

/** Jest's `--json`. A test file that could not be loaded counts as one failure. */
export function readJestReport(file: string): SuiteResult {
  const report = JSON.parse(fs.readFileSync(file, "utf8")) as JestReport;
  const skipped = report.testResults
    .flatMap((result) => result.assertionResults)
    .filter(({ status }) => status === "pending" || status === "skipped" || status === "todo")
    .map(({ fullName }) => fullName);
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + report.numRuntimeErrorTestSuites,
    skipped,
  };
}

/** pytest's `--junitxml`: one `testcase` element a test, with a child element when it did not pass. */
export function readJunitReport(file: string): SuiteResult {
  const result: SuiteResult = { passed: 0, failed: 0, skipped: [] };
  const cases = fs.readFileSync(file, "utf8").matchAll(/<testcase\b([^>]*?)(?:\/>|>(.*?)<\/testcase>)/gs);
  for (const [, attributes = "", body = ""] of cases) {
    const attribute = (name: string) => new RegExp(` ${name}="([^"]*)"`).exec(attributes)?.[1] ?? "";
    if (/<(failure|error)\b/.test(body)) result.failed += 1;
    else if (/<skipped\b/.test(body)) result.skipped.push(`${attribute("classname")} ${attribute("name")}`);
    else result.passed += 1;
  }
  return result;
}
