import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../..");

/**
 * The project's Python environments and the pinned requirements that each is made of. They are apart because
 * checkov pins its own versions of what others use too, and because torch is large and only training needs it.
 */
export const VENVS = {
  test: "test/requirements.txt",
  serve: "model-src/requirements-serve.txt",
  train: "model-src/requirements-train.txt",
  checkov: "test/requirements-checkov.txt",
  toolkit: "test/requirements-toolkit.txt",
  "aws-cli": "test/requirements-aws-cli.txt",
  "bench-lint": "bench/lint/requirements.txt",
  "bench-function": "bench/function/requirements.txt",
  "training-toolkit": "test/requirements-training-toolkit.txt",
};

function cacheFolder() {
  return path.join(process.env.XDG_CACHE_HOME ?? path.join(os.homedir(), ".cache"), "terraform-aws-mlops");
}

/**
 * The path of the Python interpreter of a virtual environment, made first when it is not there.
 * Environments are kept in the user's cache folder, named by a hash of their requirements, so that clones share them.
 * @param {keyof typeof VENVS} name
 * @returns {string}
 */
export function ensureVenv(name) {
  const file = Object.hasOwn(VENVS, name) ? VENVS[name] : undefined;
  if (!file)
    throw new Error(`There is no Python environment "${name}"; there are: ${Object.keys(VENVS).join(", ")}.`);
  const requirements = path.join(root, file);
  const python = process.env.PYTHON ?? "python3";
  const version = versionOf(python);
  const hash = createHash("sha256").update(version);
  for (const text of withIncluded(requirements)) hash.update(text);
  const key = hash.digest("hex").slice(0, 12);
  const folder = path.join(cacheFolder(), `venv-${name}-${key}`);
  const interpreter = path.join(folder, "bin", "python");
  const complete = path.join(folder, "complete");
  if (existsSync(complete)) return interpreter;

  process.stderr.write(`Installing the Python environment "${name}" (${file}) …\n`);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(path.dirname(folder), { recursive: true });
  run(python, ["-m", "venv", folder], "On Debian and Ubuntu: apt-get install python3-venv.");
  const pip = [
    "-m",
    "pip",
    "install",
    "--disable-pip-version-check",
    "--no-input",
    // A person sees what is fetched; a log stays short.
    ...(process.stderr.isTTY ? [] : ["--quiet"]),
    "-r",
    requirements,
  ];
  run(interpreter, pip, `Look at ${file} and at what pip printed above.`);
  // Written last and in one step: a run that was broken off is started anew next time.
  writeFileSync(`${complete}.tmp`, "");
  renameSync(`${complete}.tmp`, complete);
  return interpreter;
}

function versionOf(python) {
  const done = spawnSync(python, ["-c", "import sys; print(sys.version)"], { encoding: "utf8" });
  if (done.status === 0) return done.stdout;
  const why = done.error?.message ?? done.stderr.trim();
  throw new Error(
    `${python} cannot be run: ${why}. Install it: apt-get install python3 python3-venv (PYTHON=/path/to/python3 chooses another one).`,
  );
}

/** The texts of a requirements file and of those that it includes by `-r`. */
function withIncluded(file) {
  const text = readFileSync(file, "utf8");
  const included = [...text.matchAll(/^-r\s+(\S+)/gm)].map(([, name]) => path.join(path.dirname(file), name));
  return [text, ...included.flatMap(withIncluded)];
}

function run(command, args, hint) {
  // What pip prints goes to stderr: stdout belongs to the caller, who may read the interpreter's path from it.
  const done = spawnSync(command, args, { stdio: ["ignore", 2, 2] });
  if (done.status !== 0)
    throw new Error(`${command} ${args.join(" ")} failed (exit ${done.status}). ${hint}`);
}
