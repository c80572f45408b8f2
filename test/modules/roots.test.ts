/** The committed modules in `terraform/`, used by hand-written roots: from formatting to an empty state again. */
import * as fs from "node:fs";
import * as path from "node:path";
import { EXPORTED_MODULES } from "../../modules/shared/export/exported-modules";
import { temporaryFolder } from "../helpers/temporary";
import { terraformRoot } from "../helpers/terraform";

const repository = path.resolve(__dirname, "../..");

/** The folders at the same places as in the repository, so that the root's `source` holds; state stays out of the repository. */
function copyOf(...folders: string[]): string {
  const copy = temporaryFolder();
  for (const folder of folders)
    fs.cpSync(path.join(repository, folder), path.join(copy, folder), { recursive: true });
  return copy;
}

describe.each(EXPORTED_MODULES)("terraform/%s", (name) => {
  const moduleFolder = `terraform/${name}`;
  const rootFolder = `test/modules/roots/${name}`;

  it("works for a hand-written root that uses it twice with different inputs", async () => {
    const root = await terraformRoot(path.join(copyOf(moduleFolder, rootFolder), rootFolder));
    root.fmtCheck();
    root.init();
    root.validate();
    const changes = root.plan().resource_changes;
    const callers = new Set(changes.map(({ address }) => address.split(".")[1]));
    expect(callers.size).toBe(2);
    root.apply();
    expect(root.secondPlanIsEmpty()).toBe(true);
    const [ids] = Object.values(root.outputs()) as [string[]];
    expect(new Set(ids).size).toBe(2);
    root.destroy();
    expect(root.state().values).toBeUndefined();
  });

  it("is formatted, and passes the Terraform tests that come with it", async () => {
    const module = await terraformRoot(path.join(copyOf(moduleFolder), moduleFolder));
    module.fmtCheck();
    module.init();
    expect(module.test().text).toMatch(/Success! [1-9]\d* passed, 0 failed/);
  });
});
