/**
 * Every test: `npm test`. Sets up what the suites need, runs them one after the other and ends with one line of totals.
 * A test that needs something the machine lacks is listed by name; where CI is set that is a failure.
 *
 *   npm test                      everything
 *   npm test -- --only jest       one suite (names: see SUITES)
 */
import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";
import { parseArgs } from "node:util";
import { readJestReport, readJunitReport, type SuiteResult } from "./lib/test-reports";

const root = path.resolve(__dirname, "..");
const reports = path.join(root, "out", "test");

interface Suite {
  name: string;
  /** Python environments that its tests use, made before any of them starts: two at once would make the same one. */
  environments: readonly string[];
  run(report: string): number;
  read(report: string): SuiteResult;
}

const jest: Suite = {
  name: "jest",
  environments: ["test", "serve", "train", "checkov"],
  run: (report) =>
    spawn(process.execPath, ["node_modules/jest/bin/jest.js", "--json", `--outputFile=${report}`]),
  read: readJestReport,
};

/** A folder of Python tests, run with the interpreter of the environment it needs. */
const pytest = (name: string, venv: string, folder: string): Suite => ({
  name,
  environments: [venv, ...(ALSO_USED[name] ?? [])],
  run: (report) =>
    spawn(interpreter(venv), [
      "-m",
      "pytest",
      "-q",
      "-rs",
      "-p",
      "no:cacheprovider",
      `--junitxml=${report}`,
      folder,
    ]),
  read: readJunitReport,
});

/** Environments of the programs that a suite's tests start. */
const ALSO_USED: Readonly<Record<string, readonly string[]>> = {
  serve: ["serve", "train", "toolkit"],
  train: ["training-toolkit"],
  "ec2-bootstrap": ["train", "aws-cli"],
};

const SUITES: Suite[] = [
  jest,
  pytest("serve", "test", "test/model-src/serve"),
  pytest("train", "train", "test/model-src/train"),
  pytest("notebooks", "test", "test/model-src/notebooks"),
  pytest("ec2-bootstrap", "test", "test/ec2-bootstrap"),
];

function interpreter(venv: string): string {
  const done = spawnSync(process.execPath, ["scripts/venv.mjs", venv], {
    cwd: root,
    encoding: "utf8",
    stdio: ["ignore", "pipe", 2],
  });
  if (done.status !== 0) throw new Error(`The Python environment "${venv}" could not be made; see above.`);
  return done.stdout.trim();
}

function spawn(command: string, args: string[]): number {
  const env = { ...process.env, CHECKPOINT_DISABLE: "1" };
  return spawnSync(command, args, { cwd: root, stdio: "inherit", env }).status ?? 1;
}

function main(): number {
  let values: { only?: string[] };
  try {
    ({ values } = parseArgs({ options: { only: { type: "string", multiple: true } } }));
  } catch (error) {
    console.error(`${(error as Error).message}\n\nusage: npm test [-- --only SUITE …]`);
    return 2;
  }
  const unknown = (values.only ?? []).filter((name) => !SUITES.some((suite) => suite.name === name));
  if (unknown.length) {
    console.error(
      `There is no suite ${unknown.join(", ")}; there are: ${SUITES.map(({ name }) => name).join(", ")}.`,
    );
    return 2;
  }
  fs.mkdirSync(reports, { recursive: true });
  const suites = SUITES.filter(({ name }) => values.only === undefined || values.only.includes(name));
  for (const environment of new Set(suites.flatMap(({ environments }) => environments)))
    interpreter(environment);
  // Here it can tell what it builds; where it cannot, the tests that need it say why.
  if (suites.includes(jest))
    spawnSync(process.execPath, ["scripts/lambda-runtime.mjs"], {
      cwd: root,
      stdio: ["ignore", "ignore", 2],
    });
  const results = suites.map(runSuite);
  return summarize(results);
}

function runSuite(suite: Suite): SuiteResult & { name: string; seconds: number } {
  const report = path.join(reports, `${suite.name}.report`);
  fs.rmSync(report, { force: true });
  console.log(`\n== ${suite.name}`);
  const start = Date.now();
  const status = suite.run(report);
  const seconds = Math.round((Date.now() - start) / 1000);
  // A runner that broke before it could report, or that failed with no failed test, is a failure all the same.
  const read = fs.existsSync(report) ? suite.read(report) : { passed: 0, failed: 1, skipped: [] };
  const failed = status !== 0 && read.failed === 0 ? 1 : read.failed;
  return { ...read, failed, name: suite.name, seconds };
}

function summarize(results: (SuiteResult & { name: string; seconds: number })[]): number {
  console.log("\n== summary");
  for (const { name, passed, failed, skipped, seconds } of results) {
    console.log(
      `${name.padEnd(10)} ${passed} passed, ${failed} failed, ${skipped.length} skipped in ${seconds} s`,
    );
  }
  const skipped = results.flatMap((result) => result.skipped);
  for (const name of skipped) console.log(`not run here: ${name}`);
  const total = (count: (result: SuiteResult) => number) =>
    results.reduce((sum, result) => sum + count(result), 0);
  const skipsFail = process.env.CI !== undefined && skipped.length > 0;
  if (skipsFail) console.log("A skipped test fails where CI is set: install what it needs.");
  console.log(
    `\n${total((r) => r.passed)} passed, ${total((r) => r.failed)} failed, ${skipped.length} skipped`,
  );
  return total((r) => r.failed) > 0 || total((r) => r.passed) === 0 || skipsFail ? 1 : 0;
}

process.exitCode = main();
