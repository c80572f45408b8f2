import { TYPES_IN_USE } from "../types-in-use";
import { bindingsFolder, cacheFile, readCached, writeCached } from "./cache";
import { applySupplement, SUPPLEMENT } from "./supplement";
import type { ProviderSchema } from "./types";

export type * from "./types";

/**
 * The AWS provider's schema for every type that offline mode honours, derived from the installed `@cdktf/provider-aws`
 * bindings: about two seconds the first time, milliseconds from then on. Callers get their own copy.
 */
export function loadSchema(): ProviderSchema {
  const file = cacheFile(TYPES_IN_USE, SUPPLEMENT);
  const cached = readCached(file);
  if (cached) return cached;
  // Loaded only when it is needed: it brings the TypeScript compiler.
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  const { extractSchemas } = require("./extract") as typeof import("./extract");
  const schema = applySupplement(extractSchemas(bindingsFolder(), TYPES_IN_USE));
  writeCached(file, schema);
  return schema;
}
