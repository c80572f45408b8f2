/** What a deployed preset consists of, from its stacks' states. */
import type { PlannedModule, TerraformRoot } from "../../helpers/terraform";

type DeployedResource = NonNullable<PlannedModule["resources"]>[number];

export class Deployed {
  private readonly resources: DeployedResource[] = [];

  add(terraform: TerraformRoot): void {
    this.resources.push(...(terraform.state().values?.root_module.resources ?? []));
  }

  /** The values of all resources of a type. */
  all(type: string): Record<string, unknown>[] {
    return this.resources
      .filter((one) => one.type === type && !one.address.startsWith("data."))
      .map(({ values }) => values);
  }

  /** The values of data sources whose address begins so. */
  data(address: string): Record<string, unknown>[] {
    return this.resources
      .filter((one) => one.address.startsWith(`data.${address}`))
      .map(({ values }) => values);
  }

  /** The only one of its type. */
  one(type: string): Record<string, unknown> {
    const [first, ...others] = this.all(type);
    if (!first || others.length)
      throw new Error(`There are ${others.length + (first ? 1 : 0)} of ${type}, not one.`);
    return first;
  }
}
