/** `cdktf synth` runs this: one configuration in, the platform's stacks out. */
import { InputError } from "../modules/shared/inputs";
import { App } from "../modules/shared/tf";
import { loadConfiguration } from "./config/load";
import { ConfigurationError } from "./config/source";
import { addPlatform } from "./platform";

function main(): void {
  const app = new App();
  addPlatform(app, loadConfiguration(process.env));
  app.synth();
}

/** What a user can mend: mistakes in the configuration, and what validations of the stacks refuse. */
function isForUsers(error: unknown): error is Error {
  if (error instanceof ConfigurationError || error instanceof InputError) return true;
  return error instanceof Error && error.message.startsWith("Validation failed with the following errors");
}

try {
  main();
} catch (error) {
  // Told without a stack of calls.
  if (!isForUsers(error)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
