import * as fs from "node:fs";
import { gunzipSync } from "node:zlib";
import type { ProviderSchema } from "./types";

/**
 * Reads a schema as `terraform providers schema -json` prints it, gzip-compressed, of a single provider.
 * @throws when the file holds no provider's schema
 */
export function readPrintedSchema(file: string): ProviderSchema {
  const printed = JSON.parse(gunzipSync(fs.readFileSync(file)).toString("utf8")) as {
    provider_schemas?: Record<string, ProviderSchema>;
  };
  const [schema] = Object.values(printed.provider_schemas ?? {});
  if (!schema)
    throw new Error(
      `${file} holds no "provider_schemas"; it should be the output of terraform providers schema -json.`,
    );
  for (const each of [
    ...Object.values(schema.resource_schemas),
    ...Object.values(schema.data_source_schemas),
  ]) {
    fillIn(each.block);
  }
  return schema;
}

/** Terraform leaves empty parts out; readers are simpler when they are there. */
function fillIn(block: { attributes?: object; block_types?: Record<string, { block: object }> }): void {
  block.attributes ??= {};
  block.block_types ??= {};
  for (const nested of Object.values(block.block_types)) fillIn(nested.block);
}
