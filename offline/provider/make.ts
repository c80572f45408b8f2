/** What AWS would have decided: identifiers, ARNs and whatever else is computed when a resource is made. */
import { createHash } from "node:crypto";
import { BEHAVIOURS } from "../behaviour";
import type { Computed, Making, ResourceBehaviour } from "../behaviour/types";
import type { AttributeSchema, BlockSchema, TerraformType } from "../schema/types";
import { ACCOUNT, PARTITION } from "./account";
import type { Settings } from "./settings";
import { fillTemplate } from "./template";
import { asText, isMap, isUnknown, type Value, type ValueMap } from "./values";

/** @param seed text that differs for different resources */
export const digits = (seed: string, purpose: string, length: number): string =>
  createHash("sha256").update(`${seed}\n${purpose}`).digest("hex").slice(0, length);

/** Fills in everything that is unknown in the planned values. */
export function makeResource(
  type: string,
  block: BlockSchema,
  planned: ValueMap,
  prior: ValueMap | null,
  seed: string,
  settings: Settings,
): ValueMap {
  return new Maker(type, block, planned, prior ?? undefined, seed, settings).make();
}

class Maker {
  private readonly behaviour: ResourceBehaviour;
  private readonly made: ValueMap;
  private readonly making: Making;
  /** Attributes being computed, to tell a table whose entries need each other. */
  private readonly open = new Set<string>();

  constructor(
    private readonly type: string,
    private readonly block: BlockSchema,
    planned: ValueMap,
    prior: ValueMap | undefined,
    private readonly seed: string,
    settings: Settings,
  ) {
    this.behaviour = BEHAVIOURS[type] ?? { id: "{hash}" };
    this.made = { ...planned };
    const region = asText(planned.region) || settings.region;
    this.making = {
      type,
      // Tables see other attributes as they will be, in whatever order they are computed.
      values: new Proxy(this.made, { get: (_target, name) => this.value(String(name)) }),
      prior,
      region,
      account: ACCOUNT,
      partition: PARTITION,
      hash: (purpose, length) => digits(seed, purpose, length),
    };
  }

  make(): ValueMap {
    for (const name of Object.keys(this.block.attributes)) this.value(name);
    this.fillBlocks(this.block, this.made, "", this.seed);
    return this.made;
  }

  private value(name: string): Value {
    const known = this.made[name];
    if (!isUnknown(known)) return known ?? null;
    const attribute = this.block.attributes[name];
    if (!attribute) return null;
    if (this.open.has(name)) throw new Error(`The table of ${this.type} computes "${name}" from itself.`);
    this.open.add(name);
    this.made[name] = this.compute(name, attribute);
    this.open.delete(name);
    return this.made[name];
  }

  private compute(name: string, attribute: AttributeSchema): Value {
    if (name === "id") return this.text(this.behaviour.id, name);
    if (name === "arn" && this.behaviour.arn !== undefined) return this.text(this.behaviour.arn, name);
    const told = this.behaviour.computed?.[name];
    if (told !== undefined) return this.evaluate(told, name);
    if (name === "region") return this.making.region;
    if (name === "name")
      return `${asText(this.made.name_prefix) || "terraform-"}${digits(this.seed, "name", 26)}`;
    return genericValue(attribute, name, this.seed);
  }

  private evaluate(told: Computed, purpose: string): Value {
    if (typeof told === "function") return told(this.making);
    return typeof told === "string" ? this.text(told, purpose) : told;
  }

  private text(template: string, purpose: string): string {
    return fillTemplate(template, purpose, this.making);
  }

  private fillBlocks(block: BlockSchema, values: ValueMap, at: string, seed: string): void {
    for (const [name, nested] of Object.entries(block.block_types)) {
      const fill = (value: Value, index: number): Value =>
        isMap(value)
          ? this.fillBlock(nested.block, value, `${at}${name}.`, `${seed}/${name}/${index}`)
          : value;
      const value = values[name] ?? null;
      values[name] = Array.isArray(value) ? value.map(fill) : fill(value, 0);
    }
  }

  private fillBlock(block: BlockSchema, values: ValueMap, at: string, seed: string): ValueMap {
    const filled: ValueMap = { ...values };
    for (const [name, attribute] of Object.entries(block.attributes)) {
      if (!isUnknown(filled[name])) continue;
      const told = this.behaviour.computed?.[at + name];
      filled[name] =
        told === undefined ? genericValue(attribute, name, seed) : this.evaluate(told, `${seed}${name}`);
    }
    this.fillBlocks(block, filled, at, seed);
    return filled;
  }
}

/** For attributes no table tells about: empty where it could have been set, else something that is visibly made up. */
export function genericValue(attribute: AttributeSchema, name: string, seed: string): Value {
  return emptyValue(
    attribute.type,
    attribute.optional ? "" : `${name.replace(/_/g, "-")}-${digits(seed, name, 8)}`,
  );
}

function emptyValue(type: TerraformType, text: string): Value {
  if (type === "string") return text;
  if (type === "number") return 0;
  if (type === "bool") return false;
  if (!Array.isArray(type)) return null;
  if (type[0] === "map") return {};
  if (type[0] !== "object") return [];
  const fields = type[1] as Record<string, TerraformType>;
  return Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, emptyValue(field, text)]));
}
