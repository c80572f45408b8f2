/** Python environments: made once for their requirements. Stand-ins are Python and pip. */
import * as fs from "node:fs";
import * as path from "node:path";
import { ScriptsCopy } from "./support/copy";

/** Tells its version; `-m venv FOLDER` makes an interpreter that is itself; `-m pip install` says so. */
const PYTHON = `
case "$1 $2" in
  "-c "*) echo "$VERSION" ;;
  "-m venv") mkdir -p "$3/bin" && cp "$0" "$3/bin/python" ;;
  "-m pip") echo "pip $*" >> "$LOG"; echo "printed by pip"; exit "$PIP_EXIT" ;;
esac`;

class Machine {
  readonly copy = new ScriptsCopy();
  readonly cache = path.join(this.copy.root, "cache");
  private readonly log = path.join(this.copy.root, "pip.log");

  constructor() {
    this.copy.standIn("python3", PYTHON);
    for (const [file, text] of Object.entries(requirements)) this.copy.write(file, text);
  }

  venv(name: string, env: Record<string, string> = {}) {
    const defaults = { XDG_CACHE_HOME: this.cache, LOG: this.log, VERSION: "3.11.2", PIP_EXIT: "0" };
    return this.copy.node(["scripts/venv.mjs", ...(name ? [name] : [])], { ...defaults, ...env });
  }

  installations(): number {
    return fs.existsSync(this.log) ? fs.readFileSync(this.log, "utf8").trim().split("\n").length : 0;
  }
}

const requirements = {
  "test/requirements.txt": "pytest==9.2.0\n",
  "test/requirements-checkov.txt": "checkov==3.3.30\n",
  "model-src/requirements-serve.txt": "numpy==2.0.0\n",
  "model-src/requirements-train.txt": "-r requirements-serve.txt\ntorch==2.8.0\n",
};

it("is made at its first use; afterwards its interpreter is only printed", () => {
  const machine = new Machine();
  const first = machine.venv("serve");
  expect(first).toMatchObject({
    exitCode: 0,
    stderr: expect.stringContaining("Installing the Python environment") as string,
  });
  // What pip says is for people; who asked reads one line.
  expect(first.stdout).toMatch(/^\/.*\/terraform-aws-mlops\/venv-serve-[0-9a-f]{12}\/bin\/python\n$/);
  expect(fs.existsSync(first.stdout.trim())).toBe(true);
  expect(machine.venv("serve")).toEqual({ ...first, stderr: "" });
  expect(machine.installations()).toBe(1);
});

it("is another one for other requirements, included ones too, and for another Python", () => {
  const machine = new Machine();
  const paths = [machine.venv("train").stdout];
  machine.copy.write("model-src/requirements-serve.txt", "numpy==2.1.0\n");
  paths.push(machine.venv("train").stdout);
  paths.push(machine.venv("train", { VERSION: "3.12.0" }).stdout);
  expect(new Set(paths).size).toBe(3);
  expect(machine.installations()).toBe(3);
});

it("that could not be made says why, and is tried again", () => {
  const machine = new Machine();
  const { exitCode, stdout, stderr } = machine.venv("checkov", { PIP_EXIT: "1" });
  expect([exitCode, stdout]).toEqual([1, ""]);
  expect(stderr).toMatch(/printed by pip/);
  expect(stderr).toMatch(
    /failed \(exit 1\)\. Look at test\/requirements-checkov\.txt and at what pip printed above\./,
  );
  expect(machine.venv("checkov")).toMatchObject({ exitCode: 0 });
  expect(machine.installations()).toBe(2);
});

it("whose folder cannot be made says what Debian and Ubuntu lack", () => {
  const machine = new Machine();
  machine.copy.standIn("python3", 'case "$1" in -c) echo 3.11;; *) exit 1;; esac');
  const { exitCode, stderr } = machine.venv("test");
  expect(exitCode).toBe(1);
  expect(stderr).toMatch(
    /-m venv .* failed \(exit 1\)\. On Debian and Ubuntu: apt-get install python3-venv\./,
  );
});

it.each([
  ["nope", /^There is no Python environment "nope"; there are: test, serve, train, checkov/],
  ["", /^There is no Python environment ""; there are: test, serve/],
  ["toString", /^There is no Python environment "toString"; there are: /],
])("of the name %p is refused", (name, message) => {
  const { exitCode, stdout, stderr } = new Machine().venv(name);
  expect([exitCode, stdout]).toEqual([1, ""]);
  expect(stderr).toMatch(message);
});

it("without a Python says how to get one", () => {
  const { exitCode, stderr } = new Machine().venv("test", { PYTHON: "/nowhere/python3" });
  expect(exitCode).toBe(1);
  expect(stderr).toMatch(
    /^\/nowhere\/python3 cannot be run: .*\. Install it: apt-get install python3 python3-venv/,
  );
  expect(stderr).not.toMatch(/^\s+at /m);
});
