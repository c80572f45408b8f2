import { readFileSync } from "node:fs";
import { join } from "node:path";

/** AWS's access levels, from the most to the least powerful. */
export const accessLevels = ["permissions", "write", "tagging", "read", "list"] as const;
export type AccessLevel = (typeof accessLevels)[number];

export interface KnownAction {
  /** `service:Action` in AWS's own spelling. */
  readonly name: string;
  readonly lowerCaseName: string;
  readonly level: AccessLevel;
}

interface ActionData {
  readonly version: string;
  /** Key -> type of its values. */
  readonly globalConditionKeys: Readonly<Record<string, string>>;
  /** Service -> names by access level, separated by spaces. */
  readonly services: Readonly<Record<string, readonly string[]>>;
}

let loaded: ActionData | undefined;
const byService = new Map<string, readonly KnownAction[]>();
const byLowerCaseName = new Map<string, ReadonlyMap<string, KnownAction>>();

/** Loaded when the first pattern has to be expanded: most files need no table at all. */
function data(): ActionData {
  return (loaded ??= JSON.parse(readFileSync(join(__dirname, "../data/actions.json"), "utf8")) as ActionData);
}

/** Day of the table, as in its source's version number. */
export function actionDataVersion(): string {
  return data().version;
}

export function knownServices(): readonly string[] {
  return Object.keys(data().services);
}

/** Condition keys that exist for every service, with the types of their values. */
export function globalKeyTypes(): Readonly<Record<string, string>> {
  return data().globalConditionKeys;
}

/** Whether AWS has the service, in whatever case: `s3`. */
export function isKnownService(service: string): boolean {
  return Object.hasOwn(data().services, service.toLowerCase());
}

/** The action of that name, in whatever case, without wildcards: `S3:getobject`. */
export function findAction(name: string): KnownAction | undefined {
  const lowerCaseName = name.toLowerCase();
  const service = lowerCaseName.slice(0, Math.max(lowerCaseName.indexOf(":"), 0));
  let known = byLowerCaseName.get(service);
  if (known === undefined) {
    known = new Map(actionsOf(service).map((action) => [action.lowerCaseName, action]));
    byLowerCaseName.set(service, known);
  }
  return known.get(lowerCaseName);
}

/** All actions of a service; none where AWS has no such service. */
export function actionsOf(service: string): readonly KnownAction[] {
  const key = service.toLowerCase();
  const cached = byService.get(key);
  if (cached !== undefined) return cached;
  const lists = Object.hasOwn(data().services, key) ? (data().services[key] ?? []) : [];
  const actions = lists.flatMap((names, index) =>
    names
      .split(" ")
      .filter((name) => name !== "")
      .map((name) => ({
        name: `${key}:${name}`,
        lowerCaseName: `${key}:${name.toLowerCase()}`,
        level: accessLevels[index] ?? "write",
      })),
  );
  byService.set(key, actions);
  return actions;
}
