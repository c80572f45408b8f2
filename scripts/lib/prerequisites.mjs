// What has to be on PATH before anything of this project can run. Plain JavaScript without dependencies: it runs first.
import { spawnSync } from "node:child_process";

/** A version as numbers: "v20.9.0" to [20, 9, 0]. */
const parse = (text) =>
  (/(\d+)\.(\d+)(?:\.(\d+))?/.exec(text)?.slice(1) ?? []).map((part) => Number(part ?? 0));

export function isAtLeast(version, minimum) {
  const [a, b] = [parse(version), parse(minimum)];
  for (let i = 0; i < b.length; i++) {
    if ((a[i] ?? 0) !== b[i]) return (a[i] ?? 0) > b[i];
  }
  return true;
}

function output(command, args) {
  // Terraform would ask for a newer version of itself; a check of prerequisites is no reason to use the network.
  const done = spawnSync(command, args, {
    encoding: "utf8",
    env: { ...process.env, CHECKPOINT_DISABLE: "1" },
  });
  return done.status === 0 ? `${done.stdout}${done.stderr}` : undefined;
}

/** Terraform, or OpenTofu where Terraform is missing. */
export const terraformBinary = () =>
  output("terraform", ["version"]) === undefined && output("tofu", ["version"]) ? "tofu" : "terraform";

const CHECKS = [
  {
    name: "Node.js",
    minimum: "20.9",
    version: () => process.version,
    install: "https://nodejs.org/en/download, or on Debian and Ubuntu a current package from nodesource.com",
  },
  {
    name: "Python",
    minimum: "3.10",
    version: () => output(process.env.PYTHON ?? "python3", ["--version"]),
    install: "apt-get install python3 python3-venv (PYTHON=/path/to/python3 chooses another one)",
  },
  {
    name: "Python's venv",
    minimum: "0.0",
    version: () =>
      output(process.env.PYTHON ?? "python3", ["-c", "import ensurepip, venv"]) === undefined
        ? undefined
        : "1.0",
    install: "apt-get install python3-venv",
  },
  {
    name: "Terraform (or OpenTofu)",
    minimum: "1.10",
    version: () => output(terraformBinary(), ["version"]),
    install:
      "https://developer.hashicorp.com/terraform/install (or https://opentofu.org/docs/intro/install/)",
  },
];

/** One line for each thing that is missing or too old, all at once; empty when nothing is. */
export function missingPrerequisites(checks = CHECKS) {
  return checks.flatMap(({ name, minimum, version, install }) => {
    const found = version();
    if (found === undefined)
      return [
        `${name} is missing: ${minimum === "0.0" ? "" : `version ${minimum} or later is needed. `}Install it: ${install}`,
      ];
    if (isAtLeast(found, minimum)) return [];
    return [
      `${name} ${parse(found).join(".")} is too old: ${minimum} or later is needed. Install it: ${install}`,
    ];
  });
}

/** Ends the process when something is missing. */
export function requirePrerequisites() {
  const missing = missingPrerequisites();
  if (missing.length === 0) return;
  console.error(`Before this can run:\n${missing.map((line) => `  - ${line}`).join("\n")}`);
  process.exit(1);
}
