/** The stack that a module is made in when it is exported as a plain Terraform module. */
import type { Construct } from "constructs";
import type { AssetCollector } from "../asset";
import { snakeCase } from "../inputs";
import { TerraformElement, TerraformStack } from "../tf";

/** Ids that say nothing in an address. */
const SILENT_IDS = new Set(["this", "Default", "Resource"]);

/**
 * Gives every element a readable id: its path below the stack, without `this`, joined by `_`, in snake_case. No hashes,
 * because the ids are names that users of the exported module see, and their state holds.
 */
export class ModuleStack extends TerraformStack implements AssetCollector {
  readonly assets = new Map<string, string>();

  protected override allocateLogicalId(element: TerraformElement | Construct["node"]): string {
    const node = TerraformElement.isTerraformElement(element) ? element.node : element;
    return readableId(
      node.path,
      node.scopes.slice(node.scopes.indexOf(this) + 1).map((scope) => scope.node.id),
    );
  }
}

/** @throws when the ids make no name for HCL */
export function readableId(path: string, ids: readonly string[]): string {
  const spoken = ids.filter((id) => !SILENT_IDS.has(id));
  const name = (spoken.length ? spoken : ids.slice(-1))
    .map((id) => snakeCase(id.replace(/-/g, "_")))
    .join("_");
  if (!/^[a-z_][a-z0-9_]*$/.test(name))
    throw new Error(
      `${path}: the id "${name}" is no name for HCL; use words of a-z and 0-9 joined by _ or -.`,
    );
  return name;
}
