/** Some of a map's elements: for alarms, schedules and the like that not every element has. */
import { expressionOf, isExpression, isUnresolved, kindOf, referTo, snakeCase, type Keyed } from "../inputs";
import { withKind } from "../inputs/expression";

/**
 * The elements whose optional field is set, or whose flag is true, by their keys.
 * @throws when a plain element's flag is known to Terraform only: which resources there are must be known before
 */
export function having<T extends object>(items: Keyed<T>, field: keyof T & string): Keyed<T> {
  const kind = kindOf(items);
  const of = kind?.kind === "map" ? kind.of : undefined;
  const fieldKind = of?.kind === "object" ? of.fields[field] : undefined;
  if (!kind || !fieldKind)
    throw new Error(`having() takes a map of objects with the field ${field} from an inputs table.`);
  const isFlag = fieldKind.kind === "bool";
  if (isExpression(items)) {
    const test = `value.${snakeCase(field)}${isFlag ? "" : " != null"}`;
    const text = `{ for key, value in ${expressionOf(items).text} : key => value if ${test} }`;
    return referTo(kind, text) as Keyed<T>;
  }
  const kept = Object.entries(items).filter(([key, element]) => {
    const value: unknown = element[field];
    if (isFlag && isUnresolved(value))
      throw new Error(`${key}.${field} must be true or false, not something that Terraform computes.`);
    return isFlag ? value === true : value !== undefined && value !== null;
  });
  return withKind(kind, Object.fromEntries(kept));
}
