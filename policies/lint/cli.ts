import { version } from "../../package.json";
import { AccountError, SnapshotError } from "./account/errors";
import { BaselineError } from "./baseline";
import { UsageError, type Command, type Output, type Status } from "./commands/command";
import { compareCommand } from "./commands/compare";
import { explainCommand } from "./commands/explain";
import { iamPolicyCommand } from "./commands/iam-policy";
import { lintCommand } from "./commands/lint";
import { rulesCommand } from "./commands/rules";
import { snapshotCommand } from "./commands/snapshot";
import { ConfigurationError } from "./configuration";

export type { Output, Status } from "./commands/command";

const commands: Readonly<Record<string, Command>> = {
  lint: lintCommand,
  explain: explainCommand,
  rules: rulesCommand,
  snapshot: snapshotCommand,
  compare: compareCommand,
  "iam-policy": iamPolicyCommand,
};

/** Runs the command line and returns its exit status: 0, 1 or 2. It never throws. */
export async function run(args: readonly string[], output: Output): Promise<Status> {
  try {
    const [first = "", ...rest] = args;
    const command = Object.hasOwn(commands, first) ? commands[first] : undefined;
    if (command !== undefined) return await command.run(rest, output);
    if (first === "--help" || first === "-h") {
      output.out(overview());
      return 0;
    }
    if (first === "--version") {
      output.out(`policy-lint ${version}\n`);
      return 0;
    }
    return await lintCommand.run(args, output);
  } catch (error) {
    output.error(`policy-lint: ${explain(error)}\n`);
    return 2;
  }
}

function overview(): string {
  const width = Math.max(...Object.keys(commands).map((name) => name.length));
  const lines = Object.entries(commands).map(([name, { summary }]) => `  ${name.padEnd(width)}  ${summary}`);
  return `${lintCommand.usage}
Commands, each with its own --help (a file or folder of the same name is written with ./ in front):

${lines.join("\n")}
`;
}

const forPeople = [UsageError, BaselineError, AccountError, SnapshotError];

function explain(error: unknown): string {
  if (forPeople.some((kind) => error instanceof kind)) return (error as Error).message;
  if (error instanceof ConfigurationError)
    return `the configuration cannot be used:\n${error.faults.map((fault) => `  ${fault}`).join("\n")}`;
  return `internal error: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`;
}
