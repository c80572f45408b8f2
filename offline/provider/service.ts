/** The answers to Terraform's calls over one connection. */
import { DATA_SOURCES } from "../data";
import { DataSourceError } from "../data/types";
import type { BlockSchema, ProviderSchema, Schema } from "../schema/types";
import { problem, Refusal, type Diagnostic } from "./diagnostics";
import type { Identity } from "./identity";
import { IMPORTED, importResource } from "./import";
import { makeResource } from "./make";
import { planChange } from "./plan";
import { readData } from "./read-data";
import { wireSchema } from "./served-schema";
import { configure, initialSettings } from "./settings";
import { Uniqueness } from "./uniqueness";
import { runChecks, validateBlock, validateResource } from "./validate";
import {
  asMap,
  canonical,
  fromWire,
  isMap,
  toWire,
  type DynamicValue,
  type Value,
  type ValueMap,
} from "./values";

/** The fields of requests that are used here; see tfplugin6.proto. */
export interface Request {
  type_name?: string;
  id?: string;
  name?: string;
  config?: DynamicValue;
  prior_state?: DynamicValue;
  planned_state?: DynamicValue;
  proposed_new_state?: DynamicValue;
  current_state?: DynamicValue;
  raw_state?: { json?: Uint8Array };
  private?: Uint8Array;
  prior_private?: Uint8Array;
}

export type Handler = (request: Request) => object;

/** What all connections share. */
export interface Shared {
  /** As the bindings tell it: what a configuration is checked against. */
  schema: ProviderSchema;
  /** As it is served, see `withDefaultsComputed`. */
  served: ProviderSchema;
  identity: Identity;
}

const CAPABILITIES = { plan_destroy: true, get_provider_schema_optional: true };

export function handlers({ schema, served, identity }: Shared): Record<string, Handler> {
  const settings = initialSettings();
  const uniqueness = new Uniqueness();

  const resourceBlock = (request: Request): BlockSchema =>
    known(served.resource_schemas, request, "resource type").block;

  return {
    GetMetadata: () => ({
      server_capabilities: CAPABILITIES,
      resources: Object.keys(served.resource_schemas).map((type_name) => ({ type_name })),
      data_sources: Object.keys(served.data_source_schemas).map((type_name) => ({ type_name })),
    }),
    GetProviderSchema: () => ({
      provider: wireSchema(served.provider),
      resource_schemas: mapValues(served.resource_schemas, wireSchema),
      data_source_schemas: mapValues(served.data_source_schemas, wireSchema),
      server_capabilities: CAPABILITIES,
    }),
    ValidateProviderConfig: (request) => ({
      diagnostics: validateBlock(served.provider.block, asMap(fromWire(request.config))),
    }),
    ConfigureProvider: (request) => ({ diagnostics: configure(settings, asMap(fromWire(request.config))) }),
    ValidateResourceConfig: (request) => {
      const { block } = known(schema.resource_schemas, request, "resource type");
      return {
        diagnostics: validateResource(request.type_name ?? "", block, asMap(fromWire(request.config))),
      };
    },
    ValidateDataResourceConfig: (request) => {
      const { block } = known(schema.data_source_schemas, request, "data source");
      const config = asMap(fromWire(request.config));
      const checks = DATA_SOURCES[request.type_name ?? ""]?.checks ?? [];
      return { diagnostics: [...validateBlock(block, config), ...runChecks(block, config, checks)] };
    },
    UpgradeResourceState: (request) => {
      const state = fromWire(request.raw_state?.json ? { json: request.raw_state.json } : null);
      return { upgraded_state: toWire(isMap(state) ? conform(resourceBlock(request), state) : null) };
    },
    ReadResource: (request) => {
      identity.note(request.type_name ?? "", asMap(fromWire(request.current_state)).id);
      return { new_state: request.current_state, private: request.private };
    },
    PlanResourceChange: (request) => {
      const proposed = fromWire(request.proposed_new_state);
      if (!isMap(proposed)) return { planned_state: request.proposed_new_state };
      const type = request.type_name ?? "";
      const prior = orNull(fromWire(request.prior_state));
      const imported = IMPORTED.equals(request.prior_private ?? Buffer.alloc(0));
      const config = asMap(fromWire(request.config));
      const change = planChange(
        { type, block: resourceBlock(request), config, proposed, prior, imported },
        settings,
      );
      const diagnostics = prior === null ? uniqueness.claim(type, change.planned) : [];
      return {
        planned_state: toWire(change.planned),
        requires_replace: change.replacedBy.map((attribute_name) => ({ steps: [{ attribute_name }] })),
        diagnostics,
      };
    },
    ApplyResourceChange: (request) => {
      const planned = fromWire(request.planned_state);
      if (!isMap(planned)) return { new_state: request.planned_state };
      const type = request.type_name ?? "";
      const prior = orNull(fromWire(request.prior_state));
      const make = (seed: string) =>
        makeResource(type, resourceBlock(request), planned, prior, seed, settings);
      const made = prior === null ? identity.create(type, planned, make) : make(type + canonical(planned));
      return { new_state: toWire(made) };
    },
    ImportResourceState: (request) => {
      const state = importResource(
        request.type_name ?? "",
        resourceBlock(request),
        request.id ?? "",
        settings,
      );
      return {
        imported_resources: [{ type_name: request.type_name, state: toWire(state), private: IMPORTED }],
      };
    },
    MoveResourceState: () => ({
      diagnostics: [problem("Not supported offline", "Offline mode cannot move a resource to another type.")],
    }),
    ReadDataSource: (request) => {
      const source = known(served.data_source_schemas, request, "data source");
      return answer(() => ({
        state: toWire(readData(request.type_name ?? "", source, asMap(fromWire(request.config)), settings)),
      }));
    },
    GetFunctions: () => ({}),
    CallFunction: (request) => ({ error: { text: `Offline mode has no function ${request.name ?? ""}.` } }),
    StopProvider: () => ({}),
  };
}

function known(schemas: Record<string, Schema>, request: Request, what: string): Schema {
  const schema = schemas[request.type_name ?? ""];
  if (!schema)
    throw new Refusal(
      `Offline mode does not know the ${what} ${request.type_name ?? ""}; see offline/README.md.`,
    );
  return schema;
}

function answer(read: () => object): object {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof DataSourceError)) throw error;
    const diagnostics: Diagnostic[] = [
      problem("Cannot read the data source", `${error.message}.`.replace(/\.\.$/, ".")),
    ];
    return { diagnostics };
  }
}

/** A state in the shape of today's schema: what is new is absent, what is gone is dropped. */
function conform(block: BlockSchema, state: ValueMap): ValueMap {
  const attributes = Object.keys(block.attributes).map((name): [string, Value] => [
    name,
    state[name] ?? null,
  ]);
  const blocks = Object.entries(block.block_types).map(([name, nested]): [string, Value] => {
    const value = state[name] ?? null;
    if (Array.isArray(value)) return [name, value.map((each) => conform(nested.block, asMap(each)))];
    if (isMap(value)) return [name, conform(nested.block, value)];
    return [name, nested.nesting_mode === "single" ? null : []];
  });
  return Object.fromEntries([...attributes, ...blocks]);
}

const orNull = (value: Value): ValueMap | null => (isMap(value) ? value : null);

function mapValues<T, U>(map: Record<string, T>, change: (value: T) => U): Record<string, U> {
  return Object.fromEntries(Object.entries(map).map(([key, value]) => [key, change(value)]));
}
