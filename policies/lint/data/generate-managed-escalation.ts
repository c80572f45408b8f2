/**
 * Writes managed-escalation.json: which actions that matter for escalation each AWS managed policy grants on everything.
 *
 * The documents are those in the PyPI package moto (Apache-2.0), 5.2.5, in moto/iam/aws_managed_policies.py; dump that
 * file's JSON string to a file and run: npx ts-node policies/lint/data/generate-managed-escalation.ts FILE
 */

import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { readPolicy } from "../model/read-policy";
import { grantsOf, type Grant } from "../model/subject-grants";
import { Text } from "../model/text";
import { parseJson } from "../sources/json";

function describe(grants: readonly Grant[]): string | undefined {
  const wide = grants.filter(({ reach }) => reach === "all");
  const [first] = wide;
  if (first === undefined) return undefined;
  if (wide.some(({ passesTo }) => passesTo === "any")) return first.action;
  const services = wide.flatMap(({ passesTo }) => (passesTo === "any" ? [] : passesTo));
  return `${first.action}>${[...new Set(services)].sort().join(",")}`;
}

/** The table's text for documents by policy name. */
export function generateManagedEscalation(
  documents: Readonly<Record<string, { Document: unknown }>>,
): string {
  const lines: string[] = [];
  for (const [name, { Document }] of Object.entries(documents).sort(([a], [b]) => (a < b ? -1 : 1))) {
    const { value } = parseJson(new Text(name, JSON.stringify(Document)), "literal");
    const policy = readPolicy(value, { kind: "identity", resource: null, problems: [] });
    if (policy === undefined) continue;
    const grants = grantsOf({ principal: null, policies: [policy], managedPolicies: [], boundary: null });
    const words = [...grants.values()].map(describe).filter((word) => word !== undefined);
    if (words.length > 0) lines.push(`${JSON.stringify(name)}: ${JSON.stringify(words.sort().join(" "))}`);
  }
  return `{\n"source": "moto 5.2.5",\n"actions": {\n${lines.join(",\n")}\n}\n}\n`;
}

if (require.main === module) {
  const [file] = process.argv.slice(2);
  if (file === undefined) throw new Error("Name the JSON file with the managed policies' documents.");
  const documents = JSON.parse(readFileSync(file, "utf8")) as Record<string, { Document: unknown }>;
  writeFileSync(join(__dirname, "managed-escalation.json"), generateManagedEscalation(documents));
}
