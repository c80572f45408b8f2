/** Long: every preset is applied, so that each stack's plan is complete, and all plans are scanned at once. */
import * as fs from "node:fs";
import * as path from "node:path";
import type { AcceptedFinding } from "../../modules/shared/accept";
import { presetNames } from "../../stacks/config/source";
import { temporaryFolder } from "../helpers/temporary";
import { terraformRoot } from "../helpers/terraform";
import { scanPlans, type Finding, type Scan } from "./support/checkov";
import { synthesizePreset } from "./support/platform";

const accepted: (AcceptedFinding & { file: string })[] = [];
let scan: Scan;

beforeAll(async () => {
  const folder = temporaryFolder();
  for (const preset of presetNames()) await keepPlans(preset, folder);
  scan = scanPlans(folder);
}, 400_000);

async function keepPlans(preset: string, folder: string): Promise<void> {
  const platform = synthesizePreset(preset);
  for (const stack of platform.stacks) {
    const file = `${preset}.${stack.name}.json`;
    const terraform = await terraformRoot(stack.folder);
    terraform.init();
    fs.writeFileSync(path.join(folder, file), JSON.stringify(terraform.plan()));
    // The stacks after this one read its state.
    if (stack !== platform.stacks.at(-1)) terraform.apply();
    for (const finding of platform.accepted(stack.name)) accepted.push({ ...finding, file });
  }
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

it("no reason is written for what checkov does not find anywhere any more", () => {
  const kind = ({ address, check }: { address: string; check: string }) =>
    `${address.split(".")[0]} ${check}`;
  // A module accepts for all its users; that a finding shows in one preset is enough.
  const found = new Set(
    accepted.filter((exception) => scan.failed.some((finding) => isSame(finding, exception))).map(reasonOf),
  );
  const stale = accepted.filter((exception) => !found.has(reasonOf(exception)));
  expect([...new Set(stale.map((exception) => `${kind(exception)}: ${exception.reason}`))]).toEqual([]);
});

const reasonOf = ({ address, check, reason }: AcceptedFinding) =>
  `${address.split(".")[0]} ${check} ${reason}`;
