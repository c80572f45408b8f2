import { writeFileSync } from "node:fs";
import { InputError } from "./input/mistakes";
import { readOptions, type PlanOptions } from "./input/options";
import { measure, measureUsage } from "./load-test/cli";
import { makePlan, type Plan } from "./plan";
import { PriceListError, readPriceList, type PriceList } from "./prices";
import { formatHtml } from "./reports/html";
import { formatSvg } from "./reports/chart";
import { configurationFragment } from "./reports/fragment";
import { formatJson } from "./reports/json";
import { formatText } from "./reports/text";

const usage = `Usage: capacity-plan measure …   (load test for the times below; capacity-plan measure --help)
       capacity-plan (--rate N | --daily LOWEST,HIGHEST | --traffic FILE) --own MS --service MS --latency MS [options]

Which reserved and provisioned concurrency, which scaling target, how many instances, what cost? Simulates the function and
the endpoint call by call, searches the cheapest settings that meet the goal, and prints them as a configuration.

Traffic
  --rate N              requests a second, all the time; --duration S seconds of it (3600)
  --daily LOW,HIGH      a day between these requests a second
  --traffic FILE        CSV: start_seconds,requests_per_second or arrival_seconds

Times, in ms: one number, "median,p99", or a file of measured values
  --own MS              the function's own time for a call: download, check, resize
  --service MS          how long a call keeps one worker of the endpoint busy
  --init MS             init of a new environment (142,216: Node.js, zip, hello world)

Goal
  --latency MS          --quantile Q (0.99) of the calls have to be answered within this
  --failures SHARE      at most this share fails (0.001)

What is planned
  --memory MB (2048), --architecture arm64|x86_64, --timeout S (30), --no-function
  --instance-type TYPE (ml.m5.large), --workers N (2), --queue N (64), --routing R, --max-instances N (20), --no-endpoint
  --attempts N          calls of a client in all, when it is throttled or refused (3)

Beside and behind it
  --present FILE        a platform configuration to compare with; --endpoint NAME of it
  --assume NAME=VALUE   changes an assumption; they are listed with every result
  --prices FILE         another price list, in the form of capacity/prices/prices.json
  --seed N              other random numbers (1)
  --no-sensitivity      leaves out what wrong assumptions would do

Output
  --format text|json|yaml|html|svg, --output FILE
  --help                this text

Exit status: 0 the goal is met, 1 no settings that were tried meet it, 2 wrong usage or input.
`;

export interface Output {
  readonly out: (text: string) => void;
  readonly error: (text: string) => void;
  /** Whether progress is shown, on the error stream. */
  readonly progress: boolean;
  readonly today: Date;
}

/** Runs the command line and returns its exit status. */
export async function run(args: readonly string[], output: Output): Promise<0 | 1 | 2> {
  const [command, ...rest] = args;
  if (args.includes("--help") || args.includes("-h")) {
    output.out(command === "measure" ? measureUsage : usage);
    return 0;
  }
  try {
    if (command === "measure") return await measure(rest, output);
    const options = readOptions(args);
    const prices = readPriceList(options.priceFile);
    const plan = makePlan(options, prices, output.today, output.progress ? showProgress(output) : undefined);
    if (output.progress) output.error("\r\u001b[K");
    write(format(plan, prices, options.format), options, output);
    return plan.recommendation.best.meetsGoal ? 0 : 1;
  } catch (error) {
    if (!(error instanceof InputError || error instanceof PriceListError)) throw error;
    output.error(`capacity-plan: ${error.message}\n(--help tells all options)\n`);
    return 2;
  }
}

function format(plan: Plan, prices: PriceList, kind: PlanOptions["format"]): string {
  switch (kind) {
    case "text":
      return formatText(plan, prices);
    case "json":
      return formatJson(plan, prices);
    case "yaml":
      return configurationFragment(plan.recommendation.best.scenario);
    case "html":
      return formatHtml(plan, prices);
    case "svg":
      return formatSvg(plan);
  }
}

function write(text: string, { output: file }: PlanOptions, output: Output): void {
  if (file === undefined) return output.out(text);
  try {
    writeFileSync(file, text);
  } catch (error) {
    throw new InputError([`--output: ${file} cannot be written: ${(error as Error).message}`]);
  }
}

function showProgress(output: Output) {
  return (what: string, done: number, expected: number) =>
    output.error(`\r\u001b[K${what}: ${done} of ${expected}`);
}
