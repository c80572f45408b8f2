/** Each preset is deployed by a test file of its own, so that several are at the same time. */
import * as fs from "node:fs";
import * as path from "node:path";
import { presetNames } from "../../stacks/config/source";
import { referenceDeployments } from "./support/reference-table";

const folder = path.join(__dirname, "presets");

it("every preset is deployed by the test of its name", () => {
  const files = fs.readdirSync(folder).filter((file) => file.endsWith(".test.ts"));
  expect(files.map((file) => file.replace(/\.test\.ts$/, "")).sort()).toEqual(presetNames());
  for (const file of files) {
    const name = file.replace(/\.test\.ts$/, "");
    expect(fs.readFileSync(path.join(folder, file), "utf8")).toContain(`presetCanBeDeployed("${name}"`);
  }
});

it("all five reference deployments are presets, held against what was recorded of them", () => {
  expect(Object.keys(referenceDeployments)).toHaveLength(5);
  for (const name of Object.keys(referenceDeployments)) {
    expect(fs.readFileSync(path.join(folder, `${name}.test.ts`), "utf8")).toContain(
      `isReferenceDeployment("${name}"`,
    );
  }
});
