import { existsSync } from "node:fs";
import { parseBaseline } from "../baseline";
import {
  configurationFile,
  parseAccount,
  parseStaleDays,
  readConfiguration,
  type Configuration,
} from "../configuration";
import type { BaselineEntry } from "../finding";
import { reportFormats, type ReportFormat } from "../reports";
import { oneOf, parse, parseFlag, readText, UsageError } from "./command";

const thresholds = ["error", "warning", "info", "never"] as const;
export type Threshold = (typeof thresholds)[number];

export const lintUsage = `Usage: policy-lint [lint] PATH… [options]
       policy-lint [lint] --account [PATH…] [options]

Looks for risky permissions in IAM policy files, Terraform JSON (also what cdktf synthesizes), \`terraform show -json\`
plans and snapshots of an account. A folder is searched for such files.

  --account             look at the running account of the credentials that AWS's SDK finds
  --region NAME         with --account: look for functions in this region only; may be repeated
  --service-use NAME    with --account: ask which services this role or user has used ("*": all); may be repeated

  --format FORMAT       ${reportFormats.join(", ")} (default text)
  --output FILE         write the report to this file
  --fail-on SEVERITY    the lowest severity that makes the exit status 1: error (default), warning, info, or never
  --config FILE         suppressions and settings (default: ${configurationFile} in the current folder, where there is one)
  --baseline FILE       findings that this file knows do not count
  --write-baseline FILE write what is found to this file, so that only what is new counts from then on
  --stale-days N        days without use from which on something is stale (default 90)
  --trusted-account ID  an account of your own, which may be let in; may be repeated
  --suggest             show least-privilege replacements, as a diff
  --fix                 write those replacements that need no decision into the files, and show the diff
  --help                this text

Exit status: 0 nothing found, 1 findings at or above --fail-on, 2 unreadable input, wrong usage or an internal error.
`;

export interface LintCommandOptions {
  readonly paths: readonly string[];
  /** Null: no account is looked at. */
  readonly account: { readonly regions: readonly string[]; readonly serviceUse: readonly string[] } | null;
  readonly format: ReportFormat;
  readonly output: string | null;
  readonly failOn: Threshold;
  readonly settings: Configuration;
  readonly baseline: readonly BaselineEntry[];
  readonly writeBaseline: string | null;
  readonly suggest: boolean;
  readonly fix: boolean;
}

const flags = {
  account: { type: "boolean", default: false },
  region: { type: "string", multiple: true, default: [] as string[] },
  "service-use": { type: "string", multiple: true, default: [] as string[] },
  format: { type: "string", default: "text" },
  output: { type: "string" },
  "fail-on": { type: "string", default: "error" },
  config: { type: "string" },
  baseline: { type: "string" },
  "write-baseline": { type: "string" },
  "stale-days": { type: "string" },
  "trusted-account": { type: "string", multiple: true, default: [] as string[] },
  suggest: { type: "boolean", default: false },
  fix: { type: "boolean", default: false },
  help: { type: "boolean", short: "h", default: false },
} as const;

/**
 * Reads the arguments, and the configuration and baseline that they name.
 *
 * @throws UsageError, ConfigurationError, BaselineError
 */
export function readLintOptions(args: readonly string[]): LintCommandOptions | "help" {
  const { values, positionals } = parse(args, flags, lintUsage);
  if (values.help) return "help";
  if (positionals.length === 0 && !values.account)
    throw new UsageError(`name at least one file or folder, or --account\n\n${lintUsage}`);
  if (!values.account && values.region.length + values["service-use"].length > 0)
    throw new UsageError("--region and --service-use belong to --account");
  if (values.baseline !== undefined && values["write-baseline"] !== undefined)
    throw new UsageError(
      "--baseline and --write-baseline exclude each other: the new one holds all findings",
    );
  const settings = readSettings(values.config);
  const staleDays = values["stale-days"];
  return {
    paths: positionals,
    account: values.account ? { regions: values.region, serviceUse: values["service-use"] } : null,
    format: oneOf("--format", values.format, reportFormats),
    output: values.output ?? null,
    failOn: oneOf("--fail-on", values["fail-on"], thresholds),
    settings: {
      ...settings,
      ...(staleDays === undefined ? {} : { staleDays: parseFlag("--stale-days", staleDays, parseStaleDays) }),
      trustedAccounts: [
        ...(settings.trustedAccounts ?? []),
        ...values["trusted-account"].map((id) => parseFlag("--trusted-account", id, parseAccount)),
      ],
    },
    baseline:
      values.baseline === undefined
        ? []
        : parseBaseline(readText(values.baseline, "the baseline"), values.baseline),
    writeBaseline: values["write-baseline"] ?? null,
    suggest: values.suggest,
    fix: values.fix,
  };
}

function readSettings(named: string | undefined): Configuration {
  const file = named ?? (existsSync(configurationFile) ? configurationFile : undefined);
  return file === undefined ? {} : readConfiguration(readText(file, "the configuration"), file);
}
