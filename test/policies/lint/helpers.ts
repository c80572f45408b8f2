import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { lint, type Finding, type LintOptions, type Report } from "../../../policies/lint";
import { run, type Status } from "../../../policies/lint/cli";

/** Findings of files given as text or bytes, or as values to be written as JSON. */
export function lintFiles(files: Record<string, unknown>, options?: LintOptions): Report {
  return lint(
    Object.entries(files).map(([file, content]) => ({
      file,
      content:
        typeof content === "string" || content instanceof Uint8Array
          ? content
          : JSON.stringify(content, null, 2),
    })),
    options,
  );
}

/** Findings of one policy file with the given statements. */
export function lintStatements(...statements: readonly unknown[]): readonly Finding[] {
  return lintFiles({ "policy.json": policy(...statements) }).findings;
}

export function policy(...statements: readonly unknown[]) {
  return { Version: "2012-10-17", Statement: statements };
}

export function allow(action: string | readonly string[], resource: string | readonly string[] = "*") {
  return { Effect: "Allow", Action: action, Resource: resource };
}

export function deny(action: string | readonly string[], resource: string | readonly string[] = "*") {
  return { Effect: "Deny", Action: action, Resource: resource };
}

/** `IAM202 error` for each finding. */
export function verdicts(findings: readonly Finding[]): string[] {
  return findings.map(({ ruleId, severity }) => `${ruleId} ${severity}`);
}

/** A folder for one test file, removed after it. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "policy-lint-"));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

export const lambdaTrust = policy({
  Effect: "Allow",
  Principal: { Service: "lambda.amazonaws.com" },
  Action: "sts:AssumeRole",
});

/** The command line, run in this process. */
export async function runPolicyLint(
  args: readonly string[],
  terminal = { colour: false, progress: false },
): Promise<{ readonly status: Status; readonly out: string; readonly error: string }> {
  const written = { out: "", error: "" };
  const status = await run(args, {
    out: (text) => (written.out += text),
    error: (text) => (written.error += text),
    ...terminal,
  });
  return { status, ...written };
}
