/** checkov, a scanner by others, over a folder of plans. */
import { spawnSync } from "node:child_process";
import * as path from "node:path";

export interface Finding {
  /** Name of the plan's file. */
  file: string;
  /** The resource's address without an index. */
  address: string;
  check: string;
  says: string;
}

export interface Scan {
  resources: number;
  passed: number;
  failed: Finding[];
}

interface Report {
  summary: { passed: number; failed: number; parsing_errors: number; resource_count: number };
  results: { failed_checks: { check_id: string; check_name: string; resource: string; file_path: string }[] };
}

const root = path.resolve(__dirname, "../../..");

/** Starting checkov takes seconds, so all plans are scanned in one run. @param folder holds `terraform show -json` of plans */
export function scanPlans(folder: string): Scan {
  const python = run(process.execPath, [path.join(root, "scripts/venv.mjs"), "checkov"]).trim();
  // Without a key and with --skip-download it asks nobody for anything.
  const args = [
    "--directory",
    folder,
    "--framework",
    "terraform_plan",
    "--output",
    "json",
    "--skip-download",
  ];
  const output = run(path.join(path.dirname(python), "checkov"), [
    ...args,
    "--quiet",
    "--compact",
    "--soft-fail",
  ]);
  const { summary, results } = JSON.parse(output) as Report;
  if (summary.parsing_errors > 0)
    throw new Error(`checkov could not read ${summary.parsing_errors} of the plans in ${folder}.`);
  return {
    resources: summary.resource_count,
    passed: summary.passed,
    failed: results.failed_checks.map(({ check_id, check_name, resource, file_path }) => ({
      file: path.basename(file_path),
      address: resource.replace(/\[[^\]]*\]$/, ""),
      check: check_id,
      says: check_name,
    })),
  };
}

function run(command: string, args: string[]): string {
  const { status, stdout, stderr, error } = spawnSync(command, args, {
    encoding: "utf8",
    maxBuffer: 64 * 1024 * 1024,
    env: { ...process.env, LOG_LEVEL: "ERROR" },
  });
  if (status !== 0)
    throw new Error(`${command} ${args.join(" ")} failed: ${error?.message ?? `${stderr}${stdout}`}`);
  return stdout;
}
