/**
 * npm run bench:lint: policy-lint beside parliament and cloudsplaining, on the documents of AWS's managed policies.
 * Each command is one process; processor time (user and system) of the whole of it, the median of five runs.
 */

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { awsManagedPolicies, writeCorpus } from "../support/aws-managed-policies";
import { measure, type CommandLine } from "../support/measure";
import { pythonEnvironment } from "../support/python-environment";
import { formatRows, row, writeResult, type Row } from "../support/result";

const runs = 5;

/** parliament 1.6.4 ends with an exception on these (`Unknown data format: ArrayOfARN`) and prints nothing for the rest. */
const parliamentFailsOn = [
  "SageMakerStudioEMRContainersSystemNamespaceRolePolicy.json",
  "SageMakerStudioProjectUserRolePolicy.json",
];

/** What is linted alone: long, with patterns over nearly all services. */
const oneFile = "ReadOnlyAccess.json";

function policyLint(path: string): CommandLine {
  const bin = resolve(__dirname, "../../policies/lint/bin.mjs");
  return { command: process.execPath, args: [bin, "--format", "json", path], expectedStatuses: [0, 1] };
}

function main(): void {
  const folder = mkdtempSync(join(tmpdir(), "bench-lint-"));
  try {
    const rows = compare(folder);
    process.stdout.write(`${formatRows(rows)}\nWritten to ${writeResult("lint", rows)}\n`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function compare(folder: string): Row[] {
  const policies = awsManagedPolicies();
  const all = join(folder, "all");
  const readable = join(folder, "readable-for-parliament");
  writeCorpus(all, policies);
  const fewer = policies.filter(({ file }) => !parliamentFailsOn.includes(file));
  writeCorpus(readable, fewer);

  const environment = pythonEnvironment("bench-lint");
  if ("missing" in environment) {
    process.stdout.write(`Not compared with parliament and cloudsplaining: ${environment.missing}\n`);
  }
  const python = "python" in environment ? environment.python : undefined;
  const baseline = (what: string, line: (python: string) => CommandLine) =>
    python === undefined ? null : timed(what, line(python));

  // The first start after a change builds the program once; that is no part of what is compared.
  timed("policy-lint, first start", policyLint(join(all, oneFile)), 1);
  const ours = timed("policy-lint, all", policyLint(all));
  const oursOfFewer = timed("policy-lint, without what parliament cannot read", policyLint(readable));
  const oursOfOne = timed("policy-lint, one file", policyLint(join(all, oneFile)));
  const parliament = baseline("parliament", (interpreter) => ({
    command: join(dirname(interpreter), "parliament"),
    args: ["--directory", readable, "--json"],
    expectedStatuses: [0, 1],
  }));
  const library = baseline("cloudsplaining, its library", (interpreter) => ({
    command: interpreter,
    args: [join(__dirname, "cloudsplaining_library.py"), all],
  }));
  const scanOne = baseline("cloudsplaining scan-policy-file, one file", (interpreter) => ({
    command: join(dirname(interpreter), "cloudsplaining"),
    args: ["scan-policy-file", "--input-file", join(all, oneFile)],
  }));

  const rate = (count: number, usage: { cpuSeconds: number } | null) =>
    usage === null ? null : count / usage.cpuSeconds;
  const perSecond = "policies per CPU second";
  return [
    row(
      "lint-corpus-vs-parliament",
      perSecond,
      fewer.length / oursOfFewer.cpuSeconds,
      rate(fewer.length, parliament),
    ),
    row(
      "lint-corpus-vs-cloudsplaining",
      perSecond,
      policies.length / ours.cpuSeconds,
      rate(policies.length, library),
    ),
    row("lint-one-file", "CPU seconds", oursOfOne.cpuSeconds, scanOne?.cpuSeconds ?? null),
    row("lint-corpus-rss", "MB", ours.peakRssMegabytes, library?.peakRssMegabytes ?? null),
  ];
}

function timed(what: string, line: CommandLine, count = runs) {
  const usage = measure(line, count);
  const { cpuSeconds, peakRssMegabytes } = usage;
  process.stdout.write(`${what}: ${cpuSeconds.toFixed(2)} CPU s, ${peakRssMegabytes.toFixed(0)} MB\n`);
  return usage;
}

main();
