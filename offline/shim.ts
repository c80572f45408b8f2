/**
 * Stands before the real `terraform` (or `tofu`) on PATH: `launch.mjs shim terraform ARGUMENTS…`. It sees to it that the root module's
 * state, and the states it reads, are offline mode's own, runs the real binary, and tidies up.
 */
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import {
  realBinaryVariable,
  registerShim,
  SESSION_VARIABLE,
  STATE_FOLDER_VARIABLE,
  unregisterShim,
} from "./command/session";
import {
  needsState,
  readTerraformCommand,
  RefusedCommand,
  type TerraformCommand,
} from "./command/terraform-arguments";
import { ownState, remoteState } from "./state/locate";
import { claimState, ForeignState, markStates } from "./state/marks";
import { OFFLINE_OVERRIDE_FILE, overrideContent, type LocalState } from "./state/override-file";
import { readRootModule, UnreadableRoot } from "./state/root-module";

const EXIT_REFUSED = 1;

async function main(name: string, given: string[]): Promise<number> {
  const session = required(SESSION_VARIABLE);
  const stateFolder = required(STATE_FOLDER_VARIABLE);
  const binary = required(realBinaryVariable(name));
  const command = readTerraformCommand(given, process.cwd(), process.env);
  if (!needsState(command) || !fs.existsSync(command.directory))
    return run(binary, command.args, process.env);
  return withOwnState(command, session, stateFolder, () =>
    run(binary, command.args, {
      ...process.env,
      // Terraform notes the backend here; kept apart, the user's own .terraform never hears of offline mode.
      TF_DATA_DIR: path.join(stateFolder, "data", digest(fs.realpathSync(command.directory))),
    }),
  );
}

async function withOwnState(
  { directory }: TerraformCommand,
  session: string,
  stateFolder: string,
  action: () => Promise<number>,
): Promise<number> {
  const root = await readRootModule(directory);
  const own = ownState(stateFolder, directory, root.stored);
  const remotes: Record<string, LocalState> = {};
  for (const [name, stored] of Object.entries(root.remoteStates)) {
    remotes[name] = remoteState(stateFolder, directory, name, stored);
  }
  claimState(own);
  const overrideFile = path.join(directory, OFFLINE_OVERRIDE_FILE);
  registerShim(session, overrideFile);
  try {
    fs.writeFileSync(overrideFile, JSON.stringify(overrideContent(own, remotes), null, 2));
    return await action();
  } finally {
    fs.rmSync(overrideFile, { force: true });
    markStates(own);
    unregisterShim(session);
  }
}

/** Runs the real binary to its end, whatever signals come in between. */
function run(binary: string, args: string[], env: NodeJS.ProcessEnv): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(binary, args, { stdio: "inherit", env });
    // Ctrl-C comes to the whole group, Terraform included: wait for its orderly end.
    process.on("SIGINT", () => undefined);
    for (const signal of ["SIGTERM", "SIGHUP"] as const) process.on(signal, () => child.kill(signal));
    child.once("error", reject);
    child.once("exit", (code, signal) => resolve(code ?? 128 + (signal ? os.constants.signals[signal] : 0)));
  });
}

function required(variable: string): string {
  const value = process.env[variable];
  if (value === undefined || value === "")
    throw new RefusedCommand(`${variable} is not set: start offline mode with its command line.`);
  return value;
}

const digest = (text: string): string => createHash("sha256").update(text).digest("hex").slice(0, 16);

const [name = "", ...given] = process.argv.slice(2);
main(name, given).then(
  (code) => process.exit(code),
  (error: unknown) => {
    const isRefusal =
      error instanceof RefusedCommand || error instanceof UnreadableRoot || error instanceof ForeignState;
    console.error(`offline-aws: ${isRefusal ? error.message : (error as Error).stack}`);
    process.exit(EXIT_REFUSED);
  },
);
