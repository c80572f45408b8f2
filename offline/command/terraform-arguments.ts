import * as path from "node:path";

export interface TerraformCommand {
  /** The root module's folder. */
  directory: string;
  /** `plan`, `apply`, …; undefined for `terraform` alone or with global options only. */
  subcommand: string | undefined;
  /** What to hand to Terraform. */
  args: string[];
}

/** A use of Terraform that would touch what offline mode has to leave alone. */
export class RefusedCommand extends Error {}

/** Commands that neither read a configuration's backend nor a state. */
const WITHOUT_STATE = new Set([undefined, "version", "fmt", "login", "logout", "metadata", "help"]);

export const needsState = ({ subcommand }: TerraformCommand): boolean => !WITHOUT_STATE.has(subcommand);

/** Options that name a state file of one's own, past the backend. */
const STATE_FILE_OPTION = /^--?(state|state-out|backup)(=|$)/;

/**
 * Reads Terraform's command line, takes out what makes no sense with offline mode's backend, and refuses what would get
 * around it.
 * @throws RefusedCommand
 */
export function readTerraformCommand(
  given: readonly string[],
  cwd: string,
  env: NodeJS.ProcessEnv,
): TerraformCommand {
  let directory = cwd;
  let subcommand: string | undefined;
  const args: string[] = [];
  for (const argument of given) {
    const chdir = subcommand === undefined ? /^--?chdir=(.*)$/s.exec(argument) : null;
    if (chdir) directory = path.resolve(cwd, chdir[1] ?? "");
    else if (subcommand === undefined && !argument.startsWith("-")) subcommand = argument;
    if (subcommand === "init" && /^--?(backend-config(=|$)|migrate-state$|force-copy$)/.test(argument))
      continue;
    args.push(argument);
  }
  for (const argument of [...given, ...fromEnvironment(env)]) refuseStateFile(argument);
  if (subcommand === "providers" && given.includes("lock")) {
    throw new RefusedCommand(
      "terraform providers lock asks the registry. Offline nothing is installed, so there is nothing to lock.",
    );
  }
  return { directory, subcommand, args };
}

function refuseStateFile(argument: string): void {
  if (!STATE_FILE_OPTION.test(argument)) return;
  throw new RefusedCommand(
    `${argument} names a state file past the backend; offline mode keeps state in its own folder only. Leave the option out.`,
  );
}

/** `TF_CLI_ARGS` and `TF_CLI_ARGS_apply`, which Terraform adds to its command line. */
function fromEnvironment(env: NodeJS.ProcessEnv): string[] {
  return Object.entries(env)
    .filter(([name]) => name === "TF_CLI_ARGS" || name.startsWith("TF_CLI_ARGS_"))
    .flatMap(([, value]) => (value ?? "").split(/\s+/));
}
