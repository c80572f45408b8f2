// Lambda's runtime interface, as AWS publishes it, kept in the user's cache folder so that clones share it: the client
// that runs a handler in Lambda, and the emulator that stands in for Lambda around it.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
} from "node:fs";
import os from "node:os";
import path from "node:path";
import { root } from "./node-modules.mjs";
import { ensureVenv } from "./venv.mjs";

const CLIENT = path.join(root, "test/lambda-src/runtime/client");
const EMULATOR = path.join(root, "test/lambda-src/runtime/emulator.txt");

/** What the client's native part is built with, each under the names it may have, and what brings it on Debian. */
const BUILD_TOOLS = [
  { commands: ["cmake3", "cmake"], package: "cmake" },
  { commands: ["make"], package: "make" },
  { commands: ["c++", "g++"], package: "g++" },
  { commands: ["xz"], package: "xz-utils" },
  { commands: ["python3"], package: "python3" },
];

/** The emulator's names of processors. */
const EMULATOR_CPU = { x64: "x86_64", arm64: "arm64" };

/**
 * The path of the client for Node.js (npm's aws-lambda-ric), built first when it is not there: npm runs no install
 * scripts here, so its two are run by name, on the packages of the lock file.
 * @returns {string} its index.mjs
 * @throws where it cannot be built, with the reason
 */
export function ensureRuntimeClient() {
  if (process.platform !== "linux")
    throw new Error(
      `Lambda's runtime interface client builds its native part on Linux only; this is ${process.platform}.`,
    );
  const lock = readFileSync(path.join(CLIENT, "package-lock.json"));
  return kept("lambda-runtime-client", [lock], "node_modules/aws-lambda-ric/index.mjs", buildClient);
}

/**
 * The path of the emulator (aws-lambda-rie), taken out of one wheel, which is checked by its hash.
 * @returns {string}
 * @throws where it cannot be fetched, with the reason
 */
export function ensureEmulator() {
  const cpu = EMULATOR_CPU[process.arch];
  if (process.platform !== "linux" || cpu === undefined)
    throw new Error(
      `Lambda's runtime interface emulator is for Linux on x64 and arm64; this is ${process.platform} on ${process.arch}.`,
    );
  return kept("lambda-emulator", [readFileSync(EMULATOR)], "aws-lambda-rie", (folder) =>
    fetchEmulator(folder, cpu),
  );
}

/** A file in a folder of the cache, whose name is a hash of what the folder is made from; made in one step or not at all. */
function kept(name, sources, file, make) {
  const hash = createHash("sha256").update(process.arch);
  for (const source of sources) hash.update(source);
  const folder = path.join(cacheFolder(), `${name}-${hash.digest("hex").slice(0, 12)}`);
  const result = path.join(folder, file);
  if (existsSync(result)) return result;
  mkdirSync(cacheFolder(), { recursive: true });
  const draft = mkdtempSync(`${folder}.`);
  try {
    make(draft);
    if (!existsSync(path.join(draft, file))) throw new Error(`${name} was made, but without its ${file}.`);
    renameSync(draft, folder);
  } catch (error) {
    // Another process may have been faster.
    if (!existsSync(result)) throw error;
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
  return result;
}

function cacheFolder() {
  return path.join(process.env.XDG_CACHE_HOME ?? path.join(os.homedir(), ".cache"), "terraform-aws-mlops");
}

function buildClient(folder) {
  const missing = BUILD_TOOLS.filter(({ commands }) => !commands.some(isOnPath));
  if (missing.length > 0) {
    const packages = missing.map((tool) => tool.package).join(" ");
    throw new Error(
      `Lambda's runtime interface client cannot be built: ${packages} missing. On Debian and Ubuntu: apt-get install ${packages}.`,
    );
  }
  process.stderr.write(
    "Building Lambda's runtime interface client (aws-lambda-ric; once, about a minute) …\n",
  );
  for (const file of ["package.json", "package-lock.json"])
    cpSync(path.join(CLIENT, file), path.join(folder, file));
  const quiet = ["--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error", "--prefer-offline"];
  run("npm", ["ci", ...quiet], { cwd: folder });
  const cwd = path.join(folder, "node_modules/aws-lambda-ric");
  process.stderr.write("  its HTTP client and the client for Lambda's Runtime API, from source …\n");
  run("sh", ["scripts/preinstall.sh"], { cwd });
  process.stderr.write("  its native part …\n");
  // Node's own headers where they are installed with it; otherwise node-gyp fetches them.
  const prefix = path.resolve(process.execPath, "../..");
  const headers = existsSync(path.join(prefix, "include/node/node_api.h")) ? [`--nodedir=${prefix}`] : [];
  const gyp = path.join(folder, "node_modules/node-gyp/bin/node-gyp.js");
  run(process.execPath, [gyp, "rebuild", "--directory=src/native", ...headers], {
    cwd,
    env: { ...process.env, DEPS_PREFIX: path.join(cwd, "deps/artifacts") },
  });
  cpSync(path.join(cwd, "src/native/build/Release/rapid-client.node"), path.join(cwd, "rapid-client.node"));
  for (const part of ["deps", "src"]) rmSync(path.join(cwd, part), { recursive: true });
}

/** Writes the one file that is asked for; nothing of the package is installed or run. */
const EXTRACT = `
import sys, zipfile
wheel, name, target = sys.argv[1:]
with zipfile.ZipFile(wheel) as archive, open(target, "wb") as file:
    file.write(archive.read(name))
`;

function fetchEmulator(folder, cpu) {
  process.stderr.write("Fetching Lambda's runtime interface emulator (8 MB; once) …\n");
  const python = ensureVenv("test");
  const pip = ["-m", "pip", "download", "--disable-pip-version-check", "--no-input", "--quiet"];
  const exactly = ["--no-deps", "--only-binary=:all:", "--require-hashes"];
  run(python, [...pip, ...exactly, "--dest", folder, "-r", EMULATOR]);
  const wheel = readdirSync(folder).find((name) => name.endsWith(".whl"));
  const target = path.join(folder, "aws-lambda-rie");
  run(python, ["-c", EXTRACT, path.join(folder, wheel), `samcli/local/rapid/aws-lambda-rie-${cpu}`, target]);
  chmodSync(target, 0o755);
  rmSync(path.join(folder, wheel));
}

const isOnPath = (command) =>
  (process.env.PATH ?? "").split(path.delimiter).some((folder) => existsSync(path.join(folder, command)));

function run(command, args, options = {}) {
  const done = spawnSync(command, args, { ...options, encoding: "utf8", maxBuffer: 64 * 2 ** 20 });
  if (done.status === 0) return;
  const words = done.error?.message ?? `${done.stdout}${done.stderr}`.trim().slice(-3000);
  throw new Error(`${command} ${args.join(" ")} failed:\n${words}`);
}
