/** `npm test` over suites that are stand-ins: what it prints, and when it fails. */
import { ScriptsCopy } from "./support/copy";

/** Writes the report and ends as it is told to. */
const JEST = `
const fs = require("node:fs");
const [, file] = /^--outputFile=(.*)$/.exec(process.argv.find((word) => word.startsWith("--outputFile=")));
if (process.env.REPORT) fs.writeFileSync(file, process.env.REPORT);
process.exit(Number(process.env.STATUS));
`;

interface Outcome {
  passed?: string[];
  failed?: string[];
  skipped?: string[];
  brokenFiles?: number;
  status?: number;
  /** Without one, jest ends before it reports. */
  reports?: boolean;
}

function npmTest(outcome: Outcome, env: Record<string, string> = {}, args = ["--only", "jest"]) {
  const { passed = ["works"], failed = [], skipped = [], brokenFiles = 0, reports = true } = outcome;
  const copy = new ScriptsCopy();
  copy.linkTypeScript();
  copy.write("node_modules/jest/bin/jest.js", JEST);
  copy.write("scripts/venv.mjs", "console.log(process.execPath);");
  const tests = { passed, failed, pending: skipped };
  const report = {
    numPassedTests: passed.length,
    numFailedTests: failed.length,
    numRuntimeErrorTestSuites: brokenFiles,
    testResults: [
      {
        assertionResults: Object.entries(tests).flatMap(([status, names]) =>
          names.map((fullName) => ({ status, fullName })),
        ),
      },
    ],
  };
  const status = outcome.status ?? (failed.length || brokenFiles ? 1 : 0);
  return copy.node(["-r", "ts-node/register", "scripts/test.ts", ...args], {
    ...env,
    STATUS: String(status),
    REPORT: reports ? JSON.stringify(report) : "",
  });
}

it("ends well when all tests passed, with one line of totals", () => {
  const { exitCode, stdout } = npmTest({ passed: ["a", "b"] });
  expect(exitCode).toBe(0);
  expect(stdout).toMatch(/\njest +2 passed, 0 failed, 0 skipped in \d+ s\n/);
  expect(stdout.trimEnd().split("\n").at(-1)).toBe("2 passed, 0 failed, 0 skipped");
});

it("names each test that did not run; that is a failure only where CI is set", () => {
  const outcome = { skipped: ["runs in Java", "runs in Chromium"] };
  const here = npmTest(outcome);
  expect(here.exitCode).toBe(0);
  expect(here.stdout).toMatch(/\nnot run here: runs in Java\nnot run here: runs in Chromium\n/);
  const inCi = npmTest(outcome, { CI: "true" });
  expect(inCi.exitCode).toBe(1);
  expect(inCi.stdout).toMatch(/A skipped test fails where CI is set: install what it needs\./);
  expect(npmTest({}, { CI: "true" }).exitCode).toBe(0);
});

it.each<[string, Outcome, number]>([
  ["a test failed", { failed: ["a"] }, 1],
  ["a test file could not be loaded", { brokenFiles: 1 }, 1],
  ["the runner ended before it reported", { reports: false, status: 1 }, 1],
  ["the runner says nothing, and that all is well", { reports: false, status: 0 }, 1],
  ["the runner failed though no test did", { status: 2 }, 1],
])("fails when %s", (_title, outcome, failures) => {
  const { exitCode, stdout } = npmTest(outcome);
  expect(exitCode).toBe(1);
  expect(stdout).toMatch(new RegExp(`, ${failures} failed, 0 skipped\\n$`));
});

it("fails when no test ran at all", () => {
  expect(npmTest({ passed: [] }).exitCode).toBe(1);
});

it.each([
  [["--only", "nope"], /^There is no suite nope; there are: jest, /],
  [["--onyl", "jest"], /--onyl[\s\S]*usage: npm test/],
  [["jest"], /jest[\s\S]*usage: npm test/],
])("refuses %j", (args, message) => {
  const { exitCode, stdout, stderr } = npmTest({}, {}, args);
  expect([exitCode, stdout]).toEqual([2, ""]);
  expect(stderr).toMatch(message);
  expect(stderr).not.toMatch(/^\s+at /m);
});
