import type { AttributeSchema, BlockSchema, NestedBlockSchema } from "./types";

/** Calls back for every attribute of a block and of the blocks in it, with its dotted path (`rule.expiration.days`). */
export function eachAttribute(
  block: BlockSchema,
  visit: (path: string, attribute: AttributeSchema) => void,
  at = "",
): void {
  for (const [name, attribute] of Object.entries(block.attributes)) visit(at + name, attribute);
  for (const [name, nested] of Object.entries(block.block_types))
    eachAttribute(nested.block, visit, `${at}${name}.`);
}

/** Calls back for every nested block, at any depth, with its dotted path. */
export function eachNestedBlock(
  block: BlockSchema,
  visit: (path: string, nested: NestedBlockSchema) => void,
  at = "",
): void {
  for (const [name, nested] of Object.entries(block.block_types)) {
    visit(at + name, nested);
    eachNestedBlock(nested.block, visit, `${at}${name}.`);
  }
}
