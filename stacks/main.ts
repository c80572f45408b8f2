/** `cdktf synth` runs this: one configuration in, the platform's stacks out. */
import { InputError } from "../modules/shared/inputs";
import { App } from "../modules/shared/tf";
import { formatText, lintPaths } from "../policies/lint";
import { loadConfiguration } from "./config/load";
import { ConfigurationError } from "./config/source";
import { addPlatform } from "./platform";

function main(): void {
  const app = new App();
  addPlatform(app, loadConfiguration(process.env));
  app.synth();
  refuseRiskyPolicies(app.outdir);
}

/** The policies that are about to be deployed have no error for the linter to find. */
function refuseRiskyPolicies(outdir: string): void {
  const report = lintPaths([outdir]);
  if (report.summary.error === 0) return;
  throw new ConfigurationError(
    `The policies of this configuration are too wide:\n${formatText(report, { colour: false })}`,
  );
}

try {
  main();
} catch (error) {
  // What a user can mend is told without a stack of calls.
  if (!(error instanceof ConfigurationError || error instanceof InputError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
