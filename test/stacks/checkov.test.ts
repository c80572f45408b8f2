/** Long: every preset is applied, so that each stack's plan is complete, and all plans are scanned at once. */
import * as fs from "node:fs";
import * as path from "node:path";
import type { AcceptedFinding } from "../../modules/shared/accept";
import { presetNames } from "../../stacks/config/source";
import { temporaryFolder } from "../helpers/temporary";
import { terraformRoot, type TerraformRoot } from "../helpers/terraform";
import { scanPlans, type Finding, type Scan } from "./support/checkov";
import { synthesizeModules } from "./support/modules-alone";
import { synthesizePreset } from "./support/platform";

const accepted: (AcceptedFinding & { file: string })[] = [];
let scan: Scan;

beforeAll(async () => {
  const folder = temporaryFolder();
  for (const preset of presetNames()) await keepPlans(preset, folder);
  for (const { name, folder: root, accepted: exceptions } of synthesizeModules()) {
    await keepPlan(root, exceptions, path.join(folder, `module ${name}.json`));
  }
  scan = scanPlans(folder);
}, 400_000);

async function keepPlans(preset: string, folder: string): Promise<void> {
  const platform = synthesizePreset(preset);
  for (const stack of platform.stacks) {
    const file = path.join(folder, `${preset} ${stack.name}.json`);
    const terraform = await keepPlan(stack.folder, platform.accepted(stack.name), file);
    // The stacks after this one read its state.
    if (stack !== platform.stacks.at(-1)) terraform.apply();
  }
}

async function keepPlan(
  root: string,
  exceptions: readonly AcceptedFinding[],
  to: string,
): Promise<TerraformRoot> {
  const terraform = await terraformRoot(root);
  terraform.init();
  fs.writeFileSync(to, JSON.stringify(terraform.plan()));
  for (const exception of exceptions) accepted.push({ ...exception, file: path.basename(to) });
  return terraform;
}

const isSame = (finding: Finding, exception: AcceptedFinding & { file: string }) =>
  finding.file === exception.file &&
  finding.address === exception.address &&
  finding.check === exception.check;

it("checkov looks at all plans, and finds most of it right", () => {
  expect(scan.resources).toBeGreaterThan(50 * presetNames().length);
  expect(scan.passed).toBeGreaterThan(3 * scan.failed.length);
});

it("every finding of checkov has a written reason beside the resource", () => {
  const open = scan.failed.filter((finding) => !accepted.some((exception) => isSame(finding, exception)));
  expect(open.map(({ file, address, check, says }) => `${file} ${address}: ${check} ${says}`)).toEqual([]);
});

it("no reason is written for what checkov finds nowhere any more", () => {
  // A module gives its reasons whatever its inputs are: that one preset or case needs a reason is enough.
  const needed = accepted.filter((exception) => scan.failed.some((finding) => isSame(finding, exception)));
  const stale = accepted.map(reasonOf).filter((reason) => !needed.some((one) => reasonOf(one) === reason));
  expect([...new Set(stale)]).toEqual([]);
});

const reasonOf = ({ address, check, reason }: AcceptedFinding) =>
  `${address.split(".")[0]} ${check}: ${reason}`;
