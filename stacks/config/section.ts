/** Parts of a configuration that are a module's own inputs, less those that the stacks fill in. */
import { snakeCase, type InputRule, type Inputs } from "../../modules/shared/inputs";

/** A module's inputs without some of them. */
export function omit<const F extends Inputs, const N extends keyof F>(
  inputs: F,
  ...names: readonly N[]
): Omit<F, N> {
  const kept = Object.entries(inputs).filter(([name]) => !(names as readonly PropertyKey[]).includes(name));
  return Object.fromEntries(kept) as unknown as Omit<F, N>;
}

const firstPart = (path: string) => (path.split(".")[0] ?? "").replace("[]", "");

/** The module's rules that speak of the section's fields only: they can be told before the stacks are built. */
export function sectionRules<F extends Inputs>(
  rules: readonly InputRule<F>[],
  fields: Inputs,
): InputRule<F>[] {
  const mentioned = ({ at, reads, says, condition }: InputRule<F>) => [
    ...[at, ...reads, ...[...says.matchAll(/\{([A-Za-z0-9.[\]]+)\}/g)].map(([, path = ""]) => path)].map(
      firstPart,
    ),
    ...[...condition.matchAll(/var\.([a-z0-9_]+)/g)].map(([, name = ""]) => fieldNamed(name, fields)),
  ];
  return rules.filter((rule) => mentioned(rule).every((name) => name in fields));
}

const fieldNamed = (variable: string, fields: Inputs) =>
  Object.keys(fields).find((name) => snakeCase(name) === variable) ?? variable;
