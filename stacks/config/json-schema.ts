/**
 * JSON Schema (2020-12) of a configuration file, for editors that check and complete while one types. It is made of the same
 * tables that the loader checks with; rules between keys are the loader's alone.
 */
import { jsonSchemaOf, type JsonSchema } from "../../modules/shared/inputs";
import { inputs } from "./schema";
import { presetNames } from "./source";

interface Schema {
  type?: string | readonly string[];
  enum?: readonly unknown[];
  required?: readonly string[];
  properties?: Readonly<Record<string, Schema>>;
  additionalProperties?: boolean | Schema;
  items?: Schema;
  [keyword: string]: unknown;
}

export function platformJsonSchema(): JsonSchema {
  const whole = jsonSchemaOf(inputs) as Schema;
  const { properties, ...rest } = changeable(whole);
  return {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    title: "Configuration of the platform",
    ...rest,
    properties: {
      $schema: { type: "string", description: "Where an editor finds this schema." },
      preset: {
        enum: presetNames(),
        description:
          "The preset whose values hold where this file says nothing; null takes a preset's value away.",
      },
      ...properties,
    },
    // What a preset brings need not be said again.
    if: { not: { required: ["preset"] } },
    then: complete(whole) ?? {},
  };
}

/** Keys may be left to the preset, or be taken away from it by null. Lists are replaced whole, so what is in them is complete. */
function changeable(schema: Schema): Schema {
  const { required, properties, additionalProperties, ...rest } = schema;
  if (typeof additionalProperties === "object")
    return { ...rest, additionalProperties: orNull(changeable(additionalProperties)) };
  if (!properties) return schema;
  const entries = Object.entries(properties).map(([name, property]) => {
    const inner = changeable(property);
    return [name, required?.includes(name) ? inner : orNull(inner)] as const;
  });
  return { ...rest, additionalProperties, properties: Object.fromEntries(entries) };
}

const orNull = (schema: Schema): Schema => ({
  ...schema,
  type: [schema.type as string, "null"],
  ...(schema.enum ? { enum: [...schema.enum, null] } : {}),
});

/** Only what a file without a preset must say; undefined when that is nothing. */
function complete(schema: Schema): Schema | undefined {
  if (typeof schema.additionalProperties === "object") {
    const { type } = schema.additionalProperties;
    return { additionalProperties: { type, ...complete(schema.additionalProperties) } };
  }
  if (!schema.properties) return undefined;
  const entries = Object.entries(schema.properties).flatMap(([name, property]) => {
    const inner = complete(property);
    return inner ? [[name, inner] as const] : [];
  });
  const required = schema.required?.length ? { required: schema.required } : {};
  const properties = entries.length ? { properties: Object.fromEntries(entries) } : {};
  return entries.length || schema.required?.length ? { ...required, ...properties } : undefined;
}
