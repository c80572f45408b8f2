import type { TerraformResource } from "./resource";

/** Finds resources by the addresses that expressions name. */
export class ResourceIndex {
  private readonly byBase = new Map<string, TerraformResource[]>();

  constructor(readonly resources: readonly TerraformResource[]) {
    for (const resource of resources) {
      const base = withoutIndex(resource.address);
      const instances = this.byBase.get(base);
      if (instances === undefined) this.byBase.set(base, [resource]);
      else instances.push(resource);
    }
  }

  /**
   * The resource at an address as it is written in the module of `from`. Of several instances, the one that is named,
   * else the one with the same index as `from`, else the first: instances of one block hold the same policy but for its
   * variables.
   */
  find(address: string, from: string): TerraformResource | undefined {
    const wanted = withoutIndex(address);
    const candidates = this.byBase.get(modulePath(from) + wanted) ?? this.byBase.get(wanted) ?? [];
    const withIndex = (index: string) =>
      candidates.find((candidate) => instanceIndex(candidate.address) === index);
    const named = instanceIndex(address);
    return (named === "" ? undefined : withIndex(named)) ?? withIndex(instanceIndex(from)) ?? candidates[0];
  }
}

function withoutIndex(address: string): string {
  return address.slice(0, address.length - instanceIndex(address).length);
}

function instanceIndex(address: string): string {
  return /\[[^\]]*\]$/.exec(address)?.[0] ?? "";
}

/** `module.a["k"].` of `module.a["k"].aws_iam_role.x`. */
function modulePath(address: string): string {
  return /^(?:module\.[\w-]+(?:\[[^\]]*\])?\.)*/.exec(address)?.[0] ?? "";
}
