/** What every real provider checks, because Terraform Core leaves it to them; and the checks of the type's own table. */
import { BEHAVIOURS } from "../behaviour";
import type { Check } from "../behaviour/types";
import type { BlockSchema } from "../schema/types";
import { problem, type Diagnostic } from "./diagnostics";
import type { Path } from "./paths";
import { isAbsent, isMap, type ValueMap } from "./values";

/** @param block the block as it is configured, without what offline mode fills in */
export function validateResource(type: string, block: BlockSchema, config: ValueMap): Diagnostic[] {
  return [...validateBlock(block, config), ...runChecks(block, config, BEHAVIOURS[type]?.checks ?? [])];
}

export function runChecks(block: BlockSchema, config: ValueMap, checks: readonly Check[]): Diagnostic[] {
  return checks
    .flatMap((check) => check(config))
    .map(({ path, message }) => {
      const name = path.filter((step) => typeof step === "string").join(".");
      return problem(`Invalid value for "${name}"`, `${name}: ${message}.`, { block, path });
    });
}

export function validateBlock(block: BlockSchema, config: ValueMap): Diagnostic[] {
  return checkBlock(block, block, config, []);
}

function checkBlock(top: BlockSchema, block: BlockSchema, config: ValueMap, at: Path): Diagnostic[] {
  const found: Diagnostic[] = [];
  for (const [name, attribute] of Object.entries(block.attributes)) {
    const where = { block: top, path: [...at, name] };
    if (attribute.computed && !attribute.optional && !isAbsent(config[name])) {
      const detail = `Can't configure a value for "${name}": its value is decided by AWS when the configuration is applied.`;
      found.push(problem("Value for unconfigurable attribute", detail, where));
    }
    if (attribute.required && isAbsent(config[name])) {
      const detail = `The argument "${name}" is required, but its value is null.`;
      found.push(problem("Missing required argument", detail, where));
    }
    const other = name.replace(/_prefix$/, "");
    const isPrefix = other !== name && block.attributes[other]?.optional === true;
    if (isPrefix && !isAbsent(config[name]) && !isAbsent(config[other])) {
      found.push(
        problem(
          "Conflicting configuration arguments",
          `"${other}" conflicts with "${name}": set one of them.`,
          where,
        ),
      );
    }
  }
  for (const [name, nested] of Object.entries(block.block_types)) {
    const value = config[name] ?? null;
    const blocks = Array.isArray(value) ? value : [value];
    blocks.forEach((each, index) => {
      const path = Array.isArray(value) ? [...at, name, index] : [...at, name];
      if (isMap(each)) found.push(...checkBlock(top, nested.block, each, path));
    });
  }
  return found;
}
