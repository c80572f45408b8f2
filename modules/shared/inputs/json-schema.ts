/** An inputs table as JSON Schema (2020-12), for editors that check and complete configuration files. */
import type { Inputs, Kind } from "./kinds";

export type JsonSchema = { readonly [keyword: string]: unknown };

export function jsonSchemaOf(inputs: Inputs): JsonSchema {
  const entries = Object.entries(inputs);
  return {
    type: "object",
    additionalProperties: false,
    required: entries
      .filter(([, kind]) => !kind.optional && kind.default === undefined)
      .map(([name]) => name),
    properties: Object.fromEntries(entries.map(([name, kind]) => [name, schemaOf(kind)])),
  };
}

function schemaOf(kind: Kind): JsonSchema {
  const common = {
    description: kind.description,
    ...(kind.default === undefined ? {} : { default: kind.default }),
  };
  return { ...common, ...shapeOf(kind) };
}

function shapeOf(kind: Kind): JsonSchema {
  switch (kind.kind) {
    case "string":
      return defined({
        type: "string",
        enum: kind.oneOf,
        pattern: kind.pattern,
        minLength: kind.minLength,
        maxLength: kind.maxLength,
      });
    case "number":
      return defined({
        type: kind.integer ? "integer" : "number",
        enum: kind.oneOf,
        minimum: kind.min,
        maximum: kind.max,
      });
    case "bool":
      return { type: "boolean" };
    case "list":
    case "set":
      return defined({
        type: "array",
        items: schemaOf(kind.of),
        minItems: kind.minItems,
        maxItems: kind.maxItems,
      });
    case "map":
      return defined({
        type: "object",
        additionalProperties: schemaOf(kind.of),
        minProperties: kind.minItems,
        maxProperties: kind.maxItems,
      });
    case "object":
      return jsonSchemaOf(kind.fields);
  }
}

const defined = (schema: Record<string, unknown>): JsonSchema =>
  Object.fromEntries(Object.entries(schema).filter(([, value]) => value !== undefined));
