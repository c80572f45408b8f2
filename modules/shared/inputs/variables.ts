/** An inputs table as Terraform `variable` blocks: types, defaults, and the same rules as `validation` blocks. */
import { snakeCase } from "./case";
import { toTerraform } from "./expression";
import { fieldRules } from "./field-rules";
import { hclLiteral } from "./hcl-literal";
import type { Inputs, Kind } from "./kinds";
import { ruleMessage, terraformPath, type InputRule } from "./rules";

export interface Validation {
  /** A Terraform expression. */
  condition: string;
  errorMessage: string;
}
export interface Variable {
  name: string;
  description: string;
  /** A Terraform type expression, e.g. `map(object({ cidr_block = string }))`. */
  type: string;
  /** A Terraform expression; undefined for a required variable. */
  default?: string;
  nullable: boolean;
  sensitive: boolean;
  validations: Validation[];
}

export function variablesOf(inputs: Inputs, rules: readonly InputRule<never>[] = []): Variable[] {
  return Object.entries(inputs).map(([name, kind]) => {
    const own = rules.filter((rule) => rule.at.split(".")[0] === name);
    const between = own.map((rule) => ({
      condition: rule.condition,
      errorMessage: `${ruleMessage(rule, terraformPath)}.`,
    }));
    const hasDefault = kind.default !== undefined;
    return {
      name: snakeCase(name),
      description: kind.description,
      type: terraformType(kind),
      default: hasDefault ? hclLiteral(toTerraform(kind.default, kind)) : kind.optional ? "null" : undefined,
      // An explicit null means "the default" to a caller who passes values on.
      nullable: !hasDefault && kind.optional === true,
      sensitive: kind.sensitive === true,
      validations: [...validationsOf(kind, `var.${snakeCase(name)}`, snakeCase(name)), ...between],
    };
  });
}

export function terraformType(kind: Kind): string {
  switch (kind.kind) {
    case "list":
    case "set":
    case "map":
      return `${kind.kind}(${terraformType(kind.of)})`;
    case "object": {
      const fields = Object.entries(kind.fields).map(
        ([name, field]) => `${snakeCase(name)} = ${fieldType(field)}`,
      );
      return `object({ ${fields.join(", ")} })`;
    }
    default:
      return kind.kind;
  }
}

function fieldType(kind: Kind): string {
  const type = terraformType(kind);
  if (kind.default !== undefined) return `optional(${type}, ${hclLiteral(toTerraform(kind.default, kind))})`;
  return kind.optional ? `optional(${type})` : type;
}

/** The validations of one variable or field, those of its fields and elements included. */
function validationsOf(kind: Kind, x: string, label: string): Validation[] {
  const own = fieldRules(kind).map((rule) => ({
    condition: rule.condition(x),
    errorMessage: `${label} ${rule.says}.`,
  }));
  const inner: Validation[] = [];
  if (kind.kind === "object") {
    for (const [name, field] of Object.entries(kind.fields)) {
      inner.push(...validationsOf(field, `${x}.${snakeCase(name)}`, `${label}.${snakeCase(name)}`));
    }
  }
  if (kind.kind === "list" || kind.kind === "set" || kind.kind === "map") {
    const all = kind.kind === "map" ? `values(${x})` : x;
    const element = elementName(x);
    for (const rule of validationsOf(kind.of, element, `every element of ${label}`)) {
      inner.push({ ...rule, condition: `alltrue([for ${element} in ${all} : ${rule.condition}])` });
    }
  }
  const isNullable = kind.optional && kind.default === undefined;
  return [...own, ...inner].map((rule) =>
    isNullable ? { ...rule, condition: `${x} == null ? true : ${rule.condition}` } : rule,
  );
}

/** A loop variable that does not hide the one of a loop around it. */
const elementName = (x: string) => (x.startsWith("item") ? `inner_${x.split(".")[0]}` : "item");
