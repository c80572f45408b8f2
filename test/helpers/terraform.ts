import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";
import { offlineEnvironment } from "./offline";

export interface TerraformResult {
  exitCode: number;
  stdout: string;
  stderr: string;
  /** Both outputs, with line breaks and box characters of Terraform's diagnostics taken out, to search messages in. */
  text: string;
}

/** The parts of `terraform show -json` of a plan that tests look at. */
export interface PlanJson {
  planned_values: { root_module: PlannedModule; outputs?: Record<string, { value?: unknown }> };
  resource_changes: ResourceChange[];
  output_changes?: Record<string, { actions: string[]; after?: unknown }>;
  configuration: { root_module: object; provider_config?: object };
  checks?: unknown[];
}

export interface PlannedModule {
  resources?: { address: string; type: string; name: string; values: Record<string, unknown> }[];
  child_modules?: (PlannedModule & { address: string })[];
}

export interface ResourceChange {
  address: string;
  type: string;
  name: string;
  index?: string | number;
  mode: "managed" | "data";
  change: {
    actions: string[];
    before: Record<string, unknown> | null;
    after: Record<string, unknown> | null;
    after_unknown: Record<string, unknown>;
    replace_paths?: unknown[];
  };
}

export class TerraformFailure extends Error {
  constructor(
    readonly command: string,
    readonly result: TerraformResult,
  ) {
    super(
      `terraform ${command} ended with exit code ${result.exitCode}:\n${result.stdout}\n${result.stderr}`,
    );
    this.name = "TerraformFailure";
  }
}

const PLAN_FILE = "test.tfplan";
const CHANGES_IN_PLAN = 2;

/** A root module's folder, with real Terraform against the offline server of this test run. */
export class TerraformRoot {
  constructor(
    readonly directory: string,
    private readonly env: Record<string, string>,
  ) {}

  /** Runs any command; whatever its exit code. */
  run(...args: string[]): TerraformResult {
    const done = spawnSync("terraform", args, {
      cwd: this.directory,
      env: { ...process.env, TF_IN_AUTOMATION: "1", TF_INPUT: "0", TF_CLI_ARGS: "-no-color", ...this.env },
      encoding: "utf8",
      maxBuffer: 256 * 1024 * 1024,
    });
    if (done.error)
      throw new Error(`terraform cannot be run: ${done.error.message}. Install Terraform 1.10 or later.`);
    const text = `${done.stdout}${done.stderr}`.replace(/[│╷╵]/g, " ").replace(/\s+/g, " ");
    return { exitCode: done.status ?? 1, stdout: done.stdout, stderr: done.stderr, text };
  }

  /** Runs a command that has to succeed. @throws TerraformFailure with the whole output */
  must(...args: string[]): TerraformResult {
    const result = this.run(...args);
    if (result.exitCode !== 0) throw new TerraformFailure(args.join(" "), result);
    return result;
  }

  init(): TerraformResult {
    return this.must("init");
  }

  validate(): TerraformResult {
    return this.must("validate");
  }

  /** @throws TerraformFailure when a file is not formatted as `terraform fmt` would */
  fmtCheck(): TerraformResult {
    return this.must("fmt", "-check", "-diff", "-recursive");
  }

  /** Plans, keeps the plan for `apply`, and returns it as `terraform show -json` tells it. */
  plan(...args: string[]): PlanJson {
    this.must("plan", `-out=${PLAN_FILE}`, ...args);
    return JSON.parse(this.must("show", "-json", PLAN_FILE).stdout) as PlanJson;
  }

  /** Applies the plan that was made last, or without one, everything. */
  apply(...args: string[]): TerraformResult {
    const plan = path.join(this.directory, PLAN_FILE);
    if (!fs.existsSync(plan)) return this.must("apply", "-auto-approve", ...args);
    const result = this.must("apply", PLAN_FILE);
    fs.rmSync(plan);
    return result;
  }

  /** True when another plan has no changes. @throws TerraformFailure when planning fails */
  secondPlanIsEmpty(...args: string[]): boolean {
    const result = this.run("plan", "-detailed-exitcode", ...args);
    if (result.exitCode !== 0 && result.exitCode !== CHANGES_IN_PLAN)
      throw new TerraformFailure("plan", result);
    return result.exitCode === 0;
  }

  destroy(...args: string[]): TerraformResult {
    return this.must("destroy", "-auto-approve", ...args);
  }

  outputs(): Record<string, unknown> {
    const outputs = JSON.parse(this.must("output", "-json").stdout) as Record<string, { value: unknown }>;
    return Object.fromEntries(Object.entries(outputs).map(([name, { value }]) => [name, value]));
  }

  /** The state as `terraform show -json` tells it. */
  state(): { values?: { root_module: PlannedModule } } {
    return JSON.parse(this.must("show", "-json").stdout) as { values?: { root_module: PlannedModule } };
  }

  /** Runs the folder's `*.tftest.hcl` files. */
  test(...args: string[]): TerraformResult {
    return this.must("test", ...args);
  }
}

/**
 * A root module to run real Terraform in. State is kept in the folder, so use a temporary one.
 * @param directory holds the `.tf` or `.tf.json` files
 */
export async function terraformRoot(directory: string): Promise<TerraformRoot> {
  return new TerraformRoot(directory, await offlineEnvironment());
}
