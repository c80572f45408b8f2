/** A machine on which things are missing: nothing but stand-ins is on PATH. */
import { ScriptsCopy } from "./support/copy";

const PYTHON = 'case "$1" in --version) echo "Python 3.11.2";; esac';
const TERRAFORM = 'echo "Terraform v1.11.4"';

function machine(executables: Record<string, string>): ScriptsCopy {
  const copy = new ScriptsCopy();
  for (const [name, script] of Object.entries(executables)) copy.standIn(name, script);
  copy.isolate();
  return copy;
}

/** @returns one line for each thing that is missing */
function missing(copy: ScriptsCopy, env: Record<string, string> = {}, preload: string[] = []): string[] {
  const program =
    'import { missingPrerequisites } from "./scripts/lib/prerequisites.mjs"; console.log(JSON.stringify(missingPrerequisites()));';
  const { stdout, stderr } = copy.node([...preload, "--input-type=module", "--eval", program], env);
  expect(stderr).toBe("");
  return JSON.parse(stdout) as string[];
}

it("nothing is missing where all is there", () => {
  expect(missing(machine({ python3: PYTHON, terraform: TERRAFORM }))).toEqual([]);
});

it("OpenTofu does in place of Terraform", () => {
  expect(missing(machine({ python3: PYTHON, tofu: 'echo "OpenTofu v1.10.0"' }))).toEqual([]);
});

it("PYTHON names another interpreter", () => {
  const copy = machine({ "python3.12": PYTHON.replace("3.11.2", "3.12.0"), terraform: TERRAFORM });
  expect(missing(copy)).toHaveLength(2);
  expect(missing(copy, { PYTHON: "python3.12" })).toEqual([]);
});

it("the oldest versions that do are taken", () => {
  const copy = machine({
    python3: PYTHON.replace("3.11.2", "3.10.0"),
    terraform: 'echo "Terraform v1.10.0"',
  });
  copy.write("oldest-node.cjs", 'Object.defineProperty(process, "version", { value: "v20.9.0" });');
  expect(missing(copy, {}, ["--require", "./oldest-node.cjs"])).toEqual([]);
});

it("all that is missing is named at once, with how to install it", () => {
  const copy = machine({});
  copy.write("old-node.cjs", 'Object.defineProperty(process, "version", { value: "v20.8.1" });');
  const lines = missing(copy, {}, ["--require", "./old-node.cjs"]);
  expect(lines).toEqual([
    expect.stringMatching(
      /^Node\.js 20\.8\.1 is too old: 20\.9 or later is needed\. Install it: https:\/\/nodejs\.org/,
    ) as string,
    expect.stringMatching(
      /^Python is missing: version 3\.10 or later is needed\. Install it: apt-get install python3 /,
    ) as string,
    expect.stringMatching(/^Python's venv is missing: Install it: apt-get install python3-venv$/) as string,
    expect.stringMatching(
      /^Terraform \(or OpenTofu\) is missing: version 1\.10 or later is needed\. Install it: https:/,
    ) as string,
  ]);
});

it.each([
  ["python3", PYTHON.replace("3.11.2", "3.9.18"), /^Python 3\.9\.18 is too old: 3\.10 or later is needed\./],
  [
    "terraform",
    'echo "Terraform v1.9.8"',
    /^Terraform \(or OpenTofu\) 1\.9\.8 is too old: 1\.10 or later is needed\./,
  ],
])("a too old %s is named", (name, script, message) => {
  const lines = missing(machine({ python3: PYTHON, terraform: TERRAFORM, [name]: script }));
  expect(lines).toEqual([expect.stringMatching(message) as string]);
});

it("a Python without venv, as Debian has it, is named", () => {
  const broken = `${PYTHON}\ncase "$2" in *ensurepip*) echo "No module named ensurepip" >&2; exit 1;; esac`;
  expect(missing(machine({ python3: broken, terraform: TERRAFORM }))).toEqual([
    expect.stringContaining("apt-get install python3-venv") as string,
  ]);
});

it("a Terraform that cannot say its version is missing", () => {
  expect(missing(machine({ python3: PYTHON, terraform: "exit 1" }))).toEqual([
    expect.stringMatching(/^Terraform \(or OpenTofu\) is missing/) as string,
  ]);
});

it.each(["scripts/install.mjs", "scripts/with-setup.mjs", "scripts/demo.mjs"])(
  "%s ends before it installs anything, with all that is missing",
  (script) => {
    const { exitCode, stdout, stderr } = machine({}).node([script, "anything.ts"]);
    expect([exitCode, stdout]).toEqual([1, ""]);
    expect(stderr).toMatch(
      /^Before this can run:\n {2}- Python is missing.*\n {2}- Python's venv .*\n {2}- Terraform .*\n$/,
    );
  },
);
