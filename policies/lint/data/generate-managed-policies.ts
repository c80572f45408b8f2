/**
 * Writes managed-policies.json: what each AWS managed policy lets manage completely, by its content.
 *
 * The documents are those in the PyPI package moto (Apache-2.0), 5.2.5, in moto/iam/aws_managed_policies.py; dump that
 * file's JSON string to a file and run: npx ts-node policies/lint/data/generate-managed-policies.ts FILE
 */

import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { actionsOf, knownServices } from "../model/actions";
import { fullServices } from "../model/full-services";
import { readPolicy } from "../model/read-policy";
import { Text } from "../model/text";
import { parseJson } from "../sources/json";

/** From this share of all services on, the policy is described by what it leaves out. */
const nearlyAll = 0.8;

function describe(services: readonly string[]): string {
  const manageable = knownServices().filter((service) =>
    actionsOf(service).some(({ level }) => level === "write" || level === "permissions"),
  );
  if (services.length < manageable.length * nearlyAll) return services.join(" ");
  return [
    "*",
    ...manageable.filter((service) => !services.includes(service)).map((service) => `-${service}`),
  ].join(" ");
}

function generate(documents: Readonly<Record<string, { Document: unknown }>>): string {
  const lines: string[] = [];
  for (const [name, { Document }] of Object.entries(documents).sort(([a], [b]) => (a < b ? -1 : 1))) {
    const { value } = parseJson(new Text(name, JSON.stringify(Document)), "literal");
    const policy = readPolicy(value, { kind: "identity", resource: null, problems: [] });
    const services = policy === undefined ? [] : fullServices(policy);
    if (services.length > 0) lines.push(`${JSON.stringify(name)}: ${JSON.stringify(describe(services))}`);
  }
  return `{\n"source": "moto 5.2.5",\n"fullAccess": {\n${lines.join(",\n")}\n}\n}\n`;
}

const [file] = process.argv.slice(2);
if (file === undefined) throw new Error("Name the JSON file with the managed policies' documents.");
const documents = JSON.parse(readFileSync(file, "utf8")) as Record<string, { Document: unknown }>;
writeFileSync(join(__dirname, "managed-policies.json"), generate(documents));
