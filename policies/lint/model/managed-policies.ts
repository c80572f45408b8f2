import { readFileSync } from "node:fs";
import { join } from "node:path";
import { knownServices } from "./actions";

interface ManagedPolicyData {
  readonly source: string;
  /** Policy name -> what it lets manage completely: services, or `*` and what is left out. */
  readonly fullAccess: Readonly<Record<string, string>>;
}

let loaded: ManagedPolicyData | undefined;

function data(): ManagedPolicyData {
  return (loaded ??= JSON.parse(
    readFileSync(join(__dirname, "../data/managed-policies.json"), "utf8"),
  ) as ManagedPolicyData);
}

/** The name of an AWS managed policy; undefined for a customer's own. The partition may be unknown. */
export function awsManagedPolicyName(arn: string): string | undefined {
  return /^arn:[^:]*:iam::aws:policy\/(?:.*\/)?([^/]+)$/.exec(arn)?.[1];
}

export interface FullAccess {
  /** Services that the policy lets manage completely. */
  readonly services: readonly string[];
  /** For policies over nearly everything: the services that are left out. */
  readonly allExcept: readonly string[] | null;
}

/** What the AWS managed policy of that name lets manage completely, by its content; undefined when nothing. */
export function fullAccessOf(policyName: string): FullAccess | undefined {
  const table = data().fullAccess;
  const entry = Object.hasOwn(table, policyName) ? table[policyName] : undefined;
  if (entry === undefined) return undefined;
  const words = entry.split(" ");
  if (words[0] !== "*") return { services: words, allExcept: null };
  return { services: [], allExcept: words.slice(1).map((word) => word.slice(1)) };
}

/** The services of which the policy lets all be managed, one by one. */
export function fullServicesOf({ services, allExcept }: FullAccess): readonly string[] {
  return allExcept === null ? services : knownServices().filter((service) => !allExcept.includes(service));
}
