/** The whole life of a preset's deployment, in real Terraform against the offline server. */
import { terraformRoot, type TerraformRoot } from "../../helpers/terraform";
import { stacksAgree } from "./agreements";
import { Deployed } from "./deployed";
import { synthesizePreset } from "./platform";

/**
 * One preset: its stacks are made in order, planned again, and removed in reverse order.
 * @param whileDeployed defines further tests, which run while the preset is deployed
 */
export function presetCanBeDeployed(preset: string, whileDeployed?: (deployed: Deployed) => void): void {
  describe(`the preset ${preset}`, () => {
    const roots: { name: string; terraform: TerraformRoot }[] = [];
    const isApplied = new Set<string>();
    const deployed = new Deployed();

    beforeAll(async () => {
      for (const { name, folder } of synthesizePreset(preset).stacks)
        roots.push({ name, terraform: await terraformRoot(folder) });
    });

    it("has the platform's four stacks, each after those that it reads from", () => {
      expect(roots.map(({ name }) => name)).toEqual(["network", "training", "serving", "governance"]);
    });

    it("is initialized and valid", () => {
      for (const { terraform } of roots) {
        terraform.init();
        expect(terraform.validate().text).toContain("The configuration is valid.");
      }
    });

    it("is planned and applied, stack by stack", () => {
      for (const { name, terraform } of roots) {
        terraform.must("plan", "-out=test.tfplan");
        expect(added(terraform.apply().text)).toBeGreaterThan(0);
        isApplied.add(name);
        deployed.add(terraform);
      }
    });

    it("has nothing left to change afterwards", () => {
      expect([...isApplied]).toHaveLength(roots.length);
      const changing = roots.filter(({ terraform }) => !terraform.secondPlanIsEmpty());
      expect(changing.map(({ name }) => name)).toEqual([]);
    });

    stacksAgree(deployed);
    whileDeployed?.(deployed);

    it("is destroyed in reverse order, and leaves no resource in a state", () => {
      for (const { terraform } of [...roots].reverse()) {
        expect(destroyed(terraform.destroy().text)).toBeGreaterThan(0);
        expect(terraform.state().values).toBeUndefined();
      }
    });
  });
}

const count = (pattern: RegExp) => (text: string) => Number(pattern.exec(text)?.[1] ?? 0);
const added = count(/(\d+) added/);
const destroyed = count(/(\d+) destroyed/);
