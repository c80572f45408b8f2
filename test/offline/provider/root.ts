import * as fs from "node:fs";
import * as path from "node:path";
import { temporaryFolder } from "../../helpers/temporary";
import { terraformRoot, type TerraformRoot } from "../../helpers/terraform";

const REQUIRED_PROVIDERS = { aws: { source: "hashicorp/aws", version: "6.25.0" } };

/** A root module in Terraform JSON, initialized, in a new folder. */
export async function jsonRoot(configuration: object): Promise<TerraformRoot> {
  const folder = temporaryFolder();
  writeRoot(folder, configuration);
  const root = await terraformRoot(folder);
  root.init();
  return root;
}

export function writeRoot(folder: string, configuration: object): void {
  const complete = {
    terraform: { required_providers: REQUIRED_PROVIDERS },
    provider: { aws: [{ region: "eu-west-1" }] },
    ...configuration,
  };
  fs.writeFileSync(path.join(folder, "main.tf.json"), JSON.stringify(complete, null, 1));
}
