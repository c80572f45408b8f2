import type { Element, Statement } from "./types";
import { display } from "./value";

/** Resources of a statement, or what is left of them, as messages and suggestions name them: with Terraform's references. */
export function showResources(
  resources: readonly string[],
  { resources: written = [] }: Pick<Statement, "resources">,
): string[] {
  // Two references are the same text, so each entry is taken once.
  const left: Element[] = written.filter(({ expressions }) => expressions !== undefined);
  return resources.map((resource) => {
    const index = left.findIndex(({ value }) => value === resource);
    const [entry] = index === -1 ? [] : left.splice(index, 1);
    return display(resource, entry?.expressions);
  });
}
