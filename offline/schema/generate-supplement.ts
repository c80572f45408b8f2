/**
 * Makes `not-in-bindings.json`, the table of what the bindings in use do not tell, for the types that `offline/behaviour` and
 * `offline/data` know. Run it after adding a type:
 *
 *     npx ts-node offline/schema/generate-supplement.ts [FOLDER]
 *
 * Sources: the schema that AWS provider 5.32 printed (test/offline/fixtures), for sensitive attributes, item limits and
 * schema versions; and `@cdktn/provider-aws`, whose bindings keep the "optional and computed" flags. FOLDER is an unpacked
 * copy of that package; without it the package is fetched with `npm pack` into a temporary folder.
 */
import { execFileSync } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { TYPES_IN_USE } from "../types-in-use";
import { bindingsFolder } from "./cache";
import { extractSchemas } from "./extract";
import { eachAttribute, eachNestedBlock } from "./paths";
import { readPrintedSchema } from "./printed-schema";
import type { TypeSupplement } from "./supplement";
import type { Schema } from "./types";

const CDKTN_PACKAGE = "@cdktn/provider-aws@25.7.0";
const FIXTURE = path.join(__dirname, "../../test/offline/fixtures/aws-provider-5.32-schema.json.gz");

function withCdktnBindings<T>(given: string | undefined, use: (folder: string) => T): T {
  if (given !== undefined) return use(given);
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "cdktn-"));
  try {
    const archive = execFileSync("npm", ["pack", CDKTN_PACKAGE, "--silent"], {
      cwd: folder,
      encoding: "utf8",
    }).trim();
    execFileSync("tar", ["xzf", archive], { cwd: folder });
    return use(path.join(folder, "package"));
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

function supplementOf(derived: Schema, flagged: Schema, printed: Schema | undefined): TypeSupplement {
  const known = new Set<string>();
  eachAttribute(derived.block, (name, attribute) => attribute.optional && known.add(name));
  const optionalAndComputed: string[] = [];
  eachAttribute(flagged.block, (name, attribute) => {
    if (attribute.optional && attribute.computed && known.has(name)) optionalAndComputed.push(name);
  });
  const sensitive: string[] = [];
  const maxItems: Record<string, number> = {};
  if (printed) {
    eachAttribute(printed.block, (name, attribute) => attribute.sensitive && sensitive.push(name));
    const limits = new Map<string, number | undefined>();
    eachNestedBlock(derived.block, (name, nested) => limits.set(name, nested.max_items));
    eachNestedBlock(printed.block, (name, nested) => {
      const differs =
        limits.has(name) && nested.max_items !== undefined && nested.max_items !== limits.get(name);
      if (differs && nested.max_items !== undefined) maxItems[name] = nested.max_items;
    });
  }
  return {
    ...(printed && printed.version > 0 ? { version: printed.version } : {}),
    ...(optionalAndComputed.length > 0 ? { optionalAndComputed: optionalAndComputed.sort() } : {}),
    ...(sensitive.length > 0 ? { sensitive: sensitive.sort() } : {}),
    ...(Object.keys(maxItems).length > 0 ? { maxItems } : {}),
  };
}

function main(): void {
  const derived = extractSchemas(bindingsFolder(), TYPES_IN_USE);
  const flagged = withCdktnBindings(process.argv[2], (folder) => extractSchemas(folder, TYPES_IN_USE));
  const printed = readPrintedSchema(FIXTURE);
  const table = (
    ours: Record<string, Schema>,
    theirs: Record<string, Schema>,
    real: Record<string, Schema>,
  ) =>
    Object.fromEntries(
      Object.entries(ours)
        .sort(([a], [b]) => a.localeCompare(b))
        .flatMap(([type, schema]) => {
          const other = theirs[type];
          if (!other) throw new Error(`${CDKTN_PACKAGE} has no ${type}.`);
          const told = supplementOf(schema, other, real[type]);
          return Object.keys(told).length > 0 ? [[type, told] as const] : [];
        }),
    );
  const supplement = {
    resources: table(derived.resource_schemas, flagged.resource_schemas, printed.resource_schemas),
    dataSources: table(derived.data_source_schemas, flagged.data_source_schemas, printed.data_source_schemas),
  };
  fs.writeFileSync(path.join(__dirname, "not-in-bindings.json"), `${JSON.stringify(supplement, null, 2)}\n`);
}

main();
