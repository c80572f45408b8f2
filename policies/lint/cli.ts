import { parseArgs } from "node:util";
import type { Report } from "./finding";
import { lint } from "./lint";
import { formatJson } from "./reports/json";
import { formatText } from "./reports/text";
import type { Severity } from "./rules/rule";
import { MissingPathError, readPaths } from "./sources/read-files";

const usage = `Usage: policy-lint PATH… [--format text|json] [--fail-on error|warning|info|never]

Looks for risky permissions in IAM policy files, Terraform JSON (also what cdktf synthesizes) and \`terraform show -json\` plans.
A folder is searched for such files.

  --format   text (default) or json
  --fail-on  the lowest severity that makes the exit status 1: error (default), warning, info, or never
  --help     this text

Exit status: 0 nothing found, 1 findings at or above --fail-on, 2 unreadable input or wrong usage.
`;

const formats = ["text", "json"] as const;
const thresholds = ["error", "warning", "info", "never"] as const;

interface Options {
  readonly paths: readonly string[];
  readonly format: (typeof formats)[number];
  readonly failOn: (typeof thresholds)[number];
}

/** Where a run writes. */
export interface Output {
  readonly out: (text: string) => void;
  readonly error: (text: string) => void;
  readonly colour: boolean;
}

class UsageError extends Error {}

/** Runs the command line and returns its exit status: 0, 1 or 2. */
export function run(args: readonly string[], output: Output): 0 | 1 | 2 {
  try {
    const options = readOptions(args);
    if (options === "help") {
      output.out(usage);
      return 0;
    }
    const report = lint(readPaths(options.paths));
    output.out(
      options.format === "json" ? formatJson(report) : formatText(report, { colour: output.colour }),
    );
    return exitStatus(report, options.failOn);
  } catch (error) {
    if (error instanceof UsageError || error instanceof MissingPathError) {
      output.error(`policy-lint: ${error.message}\n`);
    } else {
      output.error(`policy-lint: internal error: ${error instanceof Error ? error.stack : String(error)}\n`);
    }
    return 2;
  }
}

function exitStatus({ findings, unreadable }: Report, failOn: Options["failOn"]): 0 | 1 | 2 {
  if (unreadable) return 2;
  const order: readonly Severity[] = ["info", "warning", "error"];
  if (failOn === "never") return 0;
  const lowest = order.indexOf(failOn);
  const failing = findings.some(
    ({ severity, suppressed }) => suppressed === null && order.indexOf(severity) >= lowest,
  );
  return failing ? 1 : 0;
}

function readOptions(args: readonly string[]): Options | "help" {
  const { values, positionals } = parse(args);
  if (values.help) return "help";
  if (positionals.length === 0) throw new UsageError(`name at least one file or folder\n\n${usage}`);
  return {
    paths: positionals,
    format: oneOf("--format", values.format, formats),
    failOn: oneOf("--fail-on", values["fail-on"], thresholds),
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        format: { type: "string", default: "text" },
        "fail-on": { type: "string", default: "error" },
        help: { type: "boolean", short: "h", default: false },
      },
    });
  } catch (error) {
    throw new UsageError(`${(error as Error).message}\n\n${usage}`);
  }
}

function oneOf<Choice extends string>(flag: string, value: string, choices: readonly Choice[]): Choice {
  const choice = choices.find((candidate) => candidate === value);
  if (choice === undefined)
    throw new UsageError(`${flag} is "${value}"; it must be one of ${choices.join(", ")}`);
  return choice;
}
