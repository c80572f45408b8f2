import { DATA_SOURCES } from "../data";
import type { Schema } from "../schema/types";
import { ACCOUNT, PARTITION } from "./account";
import { digits, genericValue } from "./make";
import type { Settings } from "./settings";
import { asText, canonical, isAbsent, type ValueMap } from "./values";

/**
 * A data source's answer: what its table says, the configuration, and empty or made-up values for the rest.
 * @throws DataSourceError when it cannot be answered honestly
 */
export function readData(type: string, schema: Schema, config: ValueMap, settings: Settings): ValueMap {
  const source = DATA_SOURCES[type];
  if (!source) throw new Error(`Offline mode has no data source ${type}.`);
  const region = asText(config.region) || settings.region;
  const seed = `${type}${region}${canonical(config)}`;
  const answer: ValueMap = {
    ...config,
    ...source.read({
      config,
      region,
      account: ACCOUNT,
      partition: PARTITION,
      hash: (purpose, length) => digits(seed, purpose, length),
    }),
  };
  for (const [name, attribute] of Object.entries(schema.block.attributes)) {
    if (!isAbsent(answer[name])) continue;
    if (name === "region") answer[name] = region;
    else if (name === "id") answer[name] = digits(seed, name, 17);
    else answer[name] = attribute.computed ? genericValue(attribute, name, seed) : null;
  }
  return Object.fromEntries(
    [...Object.keys(schema.block.attributes), ...Object.keys(schema.block.block_types)].map((name) => [
      name,
      answer[name] ?? null,
    ]),
  );
}
