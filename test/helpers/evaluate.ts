import * as fs from "node:fs";
import * as path from "node:path";
import { temporaryFolder } from "./temporary";
import { terraformRoot } from "./terraform";

/** What Terraform makes of expressions without references to anything; all in one run. */
export async function evaluate(expressions: readonly string[]): Promise<unknown[]> {
  const root = temporaryFolder();
  const lines = [
    'output "values" {',
    "  value = [",
    ...expressions.map((text) => `    ${text},`),
    "  ]",
    "}",
    "",
  ];
  fs.writeFileSync(path.join(root, "main.tf"), lines.join("\n"));
  const terraform = await terraformRoot(root);
  terraform.apply();
  return terraform.outputs().values as unknown[];
}
