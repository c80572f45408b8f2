import { readFileSync } from "node:fs";
import { join } from "node:path";
import { actionsOf } from "./actions";
import { remembered } from "./remembered";

export interface ResourceType {
  /** Unique within its service: `bucket`. */
  readonly name: string;
  /** `arn:${Partition}:s3:::${BucketName}`. */
  readonly arn: string;
  readonly conditionKeys: readonly string[];
}

export interface ActionUse {
  /** Those that the action always works on. */
  readonly requiredTypes: readonly ResourceType[];
  /** Those that it works on in some of its forms. */
  readonly optionalTypes: readonly ResourceType[];
  /** Both. */
  readonly types: readonly ResourceType[];
  /** Keys of its own and of its resource types, without the global ones that every action has. */
  readonly conditionKeys: ReadonlySet<string>;
}

export interface ServiceDetails {
  readonly resourceTypes: readonly ResourceType[];
  /** Key -> type of its values: `String`, `ARN`, `Bool`, `Numeric`, `Date`, `IPAddress`, or `ArrayOf…` one of them. */
  readonly conditionKeys: ReadonlyMap<string, string>;
  /** By the action's name with its service, in AWS's own spelling. */
  readonly uses: ReadonlyMap<string, ActionUse>;
}

/** A line of services.jsonl; generate-actions.ts says what its parts are. */
type Line = readonly [
  service: string,
  types: readonly (readonly [name: string, arn: string, keys: readonly number[]])[],
  keys: readonly string[],
  uses: readonly (readonly [
    required: readonly number[],
    optional: readonly number[],
    keys: readonly number[],
  ])[],
  useOfAction: string,
];

let lines: ReadonlyMap<string, string> | undefined;
const parsed = new Map<string, ServiceDetails>();

/** Only the lines of services that are asked for are parsed: most scans ask for few. */
function lineOf(service: string): string | undefined {
  lines ??= new Map(
    readFileSync(join(__dirname, "../data/services.jsonl"), "utf8")
      .split("\n")
      .map((line) => [line.slice(2, line.indexOf('"', 2)), line]),
  );
  return lines.get(service);
}

/** What AWS documents of the service's resources and conditions; undefined where it has no such service. */
export function serviceDetails(service: string): ServiceDetails | undefined {
  const key = service.toLowerCase();
  const known = parsed.get(key);
  if (known !== undefined) return known;
  const line = lineOf(key);
  if (line === undefined || line === "") return undefined;
  const details = parseLine(JSON.parse(line) as Line);
  parsed.set(key, details);
  return details;
}

/** What an action of AWS's own spelling works on; undefined where AWS has no such action. */
export function useOfAction(action: string): ActionUse | undefined {
  return knownUse(action) ?? undefined;
}

const knownUse = remembered(
  (action: string) =>
    serviceDetails(action.slice(0, Math.max(action.indexOf(":"), 0)))?.uses.get(action) ?? null,
);

/** Whether the action knows no resources, so that only `*` grants it; false where AWS has no such action. */
export function needsStar(action: string): boolean {
  const use = useOfAction(action);
  return use !== undefined && use.requiredTypes.length === 0 && use.optionalTypes.length === 0;
}

function parseLine([service, types, keys, uses, useOfAction]: Line): ServiceDetails {
  const keyTypes = keys.map((key): [string, string] => {
    const space = key.lastIndexOf(" ");
    return [key.slice(0, space), key.slice(space + 1)];
  });
  const named = (numbers: readonly number[]) => pick(keyTypes, numbers).map(([key]) => key);
  const resourceTypes = types.map(([name, arn, keyNumbers]) => ({
    name,
    arn: `arn:\${Partition}:${arn}`,
    conditionKeys: named(keyNumbers),
  }));
  const parsedUses = uses.map(
    ([required, optional, keyNumbers]) =>
      new Use(pick(resourceTypes, required), pick(resourceTypes, optional), () => named(keyNumbers)),
  );
  const order = useOfAction.split(" ").map(Number);
  return {
    resourceTypes,
    conditionKeys: new Map(keyTypes),
    uses: new Map(
      pick(parsedUses, order).map((use, index) => [actionsOf(service)[index]?.name ?? "", use] as const),
    ),
  };
}

/** Its keys are put together when they are asked for: most conditions are on global keys. */
class Use implements ActionUse {
  readonly types: readonly ResourceType[];
  private keys: ReadonlySet<string> | undefined;

  constructor(
    readonly requiredTypes: readonly ResourceType[],
    readonly optionalTypes: readonly ResourceType[],
    private readonly ownKeys: () => readonly string[],
  ) {
    this.types = optionalTypes.length === 0 ? requiredTypes : [...requiredTypes, ...optionalTypes];
  }

  get conditionKeys(): ReadonlySet<string> {
    return (this.keys ??= new Set([
      ...this.ownKeys(),
      ...this.types.flatMap(({ conditionKeys }) => conditionKeys),
    ]));
  }
}

function pick<Item>(items: readonly Item[], numbers: readonly number[]): Item[] {
  return numbers.map((number) => items[number]).filter((item) => item !== undefined);
}
