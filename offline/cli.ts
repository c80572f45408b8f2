/** The command line: `npm run offline -- COMMAND…`; see `command/texts.ts` for its usage. */
import * as path from "node:path";
import { findBinaries, isTooOld, versionOf } from "./command/binaries";
import { prepareChildCommand } from "./command/child-command";
import { runChild } from "./command/run-child";
import {
  createSession,
  realBinaryVariable,
  removeSession,
  runningShims,
  SESSION_VARIABLE,
  STATE_FOLDER_VARIABLE,
  type Session,
} from "./command/session";
import { banner, MISSING_TERRAFORM, tooOld, USAGE } from "./command/texts";
import { attachedEnvironment } from "./environment";
import { listen } from "./provider/listen";

const EXIT_USAGE = 2;

async function main(words: string[]): Promise<number> {
  const [first] = words;
  if (first === "--help" || first === "-h") {
    process.stdout.write(USAGE);
    return 0;
  }
  if (first === undefined || first.startsWith("-")) {
    process.stderr.write(
      `offline-aws: ${first === undefined ? "no command given" : `unknown option ${first}`}\n\n${USAGE}`,
    );
    return EXIT_USAGE;
  }
  const child = prepareChildCommand(words);
  const searchPath = [process.env.PATH ?? "", path.resolve("node_modules/.bin")].join(path.delimiter);
  const binaries = { ...findBinaries(searchPath), ...namedBinary(child.binary) };
  const unfit = unfitBinaries(binaries);
  if (unfit !== undefined) {
    process.stderr.write(unfit);
    return 1;
  }
  const stateFolder = path.resolve(process.env[STATE_FOLDER_VARIABLE] || "out/offline/state");
  process.stderr.write(banner(stateFolder));
  const session = createSession(process.env.OFFLINE_AWS_LAUNCHER ?? path.join(__dirname, "launch.mjs"));
  const server = await listen(session.socket);
  try {
    const env = childEnvironment(session, searchPath, stateFolder, binaries);
    return await runChild(child.command, child.args, {
      env,
      alsoSignal: () => runningShims(session).map(({ pid }) => pid),
    });
  } finally {
    await server.stop();
    removeSession(session);
  }
}

/** A binary named by its path, on the command line or as cdktf's `TERRAFORM_BINARY_NAME`, takes the place of the one on PATH. */
function namedBinary(given: { name: string; path: string } | undefined): Record<string, string> {
  const named = process.env.TERRAFORM_BINARY_NAME;
  const forCdktf = named?.includes("/") ? { [shimFor(named)]: path.resolve(named) } : {};
  return { ...forCdktf, ...(given ? { [given.name]: given.path } : {}) };
}

const shimFor = (binary: string): string => (path.basename(binary).includes("tofu") ? "tofu" : "terraform");

/** What is wrong with the binaries, if anything: there is none, or one is too old. */
function unfitBinaries(binaries: Record<string, string>): string | undefined {
  if (Object.keys(binaries).length === 0) return MISSING_TERRAFORM;
  for (const [name, binary] of Object.entries(binaries)) {
    const version = versionOf(binary);
    if (version !== undefined && isTooOld(version)) return tooOld(name, version);
  }
  return undefined;
}

function childEnvironment(
  session: Session,
  searchPath: string,
  stateFolder: string,
  binaries: Record<string, string>,
): NodeJS.ProcessEnv {
  const named = process.env.TERRAFORM_BINARY_NAME;
  const only = binaries.terraform === undefined ? "tofu" : "terraform";
  return {
    ...process.env,
    ...attachedEnvironment(session.socket, process.pid),
    ...Object.fromEntries(
      Object.entries(binaries).map(([name, binary]) => [realBinaryVariable(name), binary]),
    ),
    PATH: `${session.bin}${path.delimiter}${searchPath}`,
    TERRAFORM_BINARY_NAME: named === undefined ? only : shimFor(named),
    [SESSION_VARIABLE]: session.folder,
    [STATE_FOLDER_VARIABLE]: stateFolder,
    DISABLE_VERSION_CHECK: "1", // cdktf's own, which asks the npm registry
  };
}

main(process.argv.slice(2)).then(
  (code) => process.exit(code),
  (error: unknown) => {
    console.error(error);
    process.exit(1);
  },
);
