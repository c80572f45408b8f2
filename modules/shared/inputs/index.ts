export * from "./case";
export * from "./hcl-literal";
export {
  expressionOf,
  inputReference,
  isExpression,
  isUnresolved,
  kindOf,
  referTo,
  toTerraform,
  type Expression,
} from "./expression";
export * from "./json-schema";
export * from "./kinds";
export { check, InputError, read } from "./read";
export { atMostOne, exactlyOne, ruleMessage, rulesOf, terraformPath, type InputRule } from "./rules";
export type { AtMostOne, ExactlyOne, Flag, Keyed, Many, PlainOf, PropsOf, ValuesOf } from "./types";
export { terraformType, variablesOf, type Validation, type Variable } from "./variables";
