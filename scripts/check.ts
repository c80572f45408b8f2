/** Everything that can be checked without running the project: `npm run check`. All checks run; the summary names those that failed. */
import { spawnSync } from "node:child_process";
import * as path from "node:path";

const root = path.resolve(__dirname, "..");
const bin = (name: string) => path.join(root, "node_modules", ".bin", name);

interface Check {
  name: string;
  command: string[];
  /** What mends it, where a command does. */
  mend?: string;
}

const TYPED_PYTHON = ["train.py", "inference.py", "training", "serve"].map((name) => `model-src/${name}`);

const CHECKS: Check[] = [
  { name: "types", command: [bin("tsc"), "-p", "."] },
  { name: "eslint", command: [bin("eslint"), "."] },
  { name: "format", command: [bin("prettier"), "--check", "--log-level=warn", "."], mend: "npm run format" },
  {
    name: "python",
    command: [venvPython("test"), "-m", "ruff", "check", "model-src", "test", "modules", "bench"],
  },
  {
    name: "python's format",
    command: [venvPython("test"), "-m", "ruff", "format", "--check", "-q", "model-src", "test", "bench"],
    mend: "$(node scripts/venv.mjs test) -m ruff format model-src test bench",
  },
  {
    // With PyTorch at hand: without its types little could be said about the program.
    name: "python's types",
    command: [venvPython("train"), "-m", "mypy", "--config-file", "model-src/mypy.ini", ...TYPED_PYTHON],
  },
  {
    name: "exported modules are current",
    command: ["npm", "run", "--silent", "export-modules", "--", "--check"],
    mend: "npm run export-modules",
  },
  {
    name: "generated documents are current",
    command: ["npm", "run", "--silent", "docs", "--", "--check"],
    mend: "npm run docs",
  },
];

function venvPython(name: string): string {
  const done = spawnSync(process.execPath, ["scripts/venv.mjs", name], {
    cwd: root,
    encoding: "utf8",
    stdio: ["ignore", "pipe", 2],
  });
  if (done.status !== 0) throw new Error(`The Python environment "${name}" could not be made; see above.`);
  return done.stdout.trim();
}

const failed = CHECKS.filter(({ name, command: [command = "", ...args] }) => {
  const start = Date.now();
  const { status } = spawnSync(command, args, { cwd: root, stdio: "inherit" });
  console.log(
    `${status === 0 ? "ok    " : "FAILED"} ${name} (${((Date.now() - start) / 1000).toFixed(0)} s)`,
  );
  return status !== 0;
});
for (const { name, mend } of failed)
  console.error(`${name} failed${mend ? `; this mends it: ${mend}` : ", see above"}.`);
process.exitCode = failed.length ? 1 : 0;
