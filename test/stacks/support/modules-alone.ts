/** Every module with the inputs of its good cases: options that no preset takes. */
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { Construct } from "constructs";
import * as fs from "node:fs";
import * as path from "node:path";
import { acceptedFindings, type AcceptedFinding } from "../../../modules/shared/accept";
import { loadModule, moduleNames } from "../../../modules/shared/export/load";
import { App, LocalBackend, TerraformStack } from "../../../modules/shared/tf";
import { temporaryFolder } from "../../helpers/temporary";

export interface LoneModule {
  name: string;
  /** The folder of a stack with one construct a case. */
  folder: string;
  accepted: AcceptedFinding[];
}

export function synthesizeModules(): LoneModule[] {
  const outdir = temporaryFolder();
  const app = new App({ outdir });
  const stacks = moduleNames()
    .filter((name) => fs.existsSync(casesFile(name)))
    .map((name) => moduleStack(app, outdir, name));
  app.synth();
  return stacks.map((stack) => ({
    name: stack.node.id,
    folder: path.join(outdir, "stacks", stack.node.id),
    accepted: acceptedFindings(stack),
  }));
}

const casesFile = (name: string) => path.resolve(__dirname, "../../modules", name, "cases.ts");

function moduleStack(app: App, outdir: string, name: string): TerraformStack {
  const stack = new TerraformStack(app, name);
  new LocalBackend(stack, { path: path.join(outdir, `${name}.tfstate`) });
  new AwsProvider(stack, "aws", { region: "eu-west-1" });
  const definition = loadModule(name);
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- by name
  const { goodCases } = require(casesFile(name)) as { goodCases: Record<string, object> };
  Object.values(goodCases).forEach((props, index) => {
    // A provider of its own, so that equal names in two cases do not collide.
    const provider = new AwsProvider(stack, `provider_${index}`, {
      alias: `case_${index}`,
      region: "eu-west-1",
    });
    const scope = new Construct(stack, `case_${index}`);
    definition.make(scope, props as never);
    for (const node of scope.node.findAll()) {
      if ("terraformResourceType" in node) (node as { provider?: AwsProvider }).provider = provider;
    }
  });
  return stack;
}
