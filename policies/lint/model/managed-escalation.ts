import { readFileSync } from "node:fs";
import { join } from "node:path";

interface ManagedEscalationData {
  readonly source: string;
  /** Policy name -> actions on everything; `iam:PassRole>service,service` where a condition limits it to these. */
  readonly actions: Readonly<Record<string, string>>;
}

let loaded: ManagedEscalationData | undefined;

type Passing = readonly [action: string, passesTo: readonly string[] | "any"];

/** The actions that matter for escalation and that the AWS managed policy of that name grants on everything. */
export function managedEscalation(policyName: string): readonly Passing[] {
  loaded ??= JSON.parse(
    readFileSync(join(__dirname, "../data/managed-escalation.json"), "utf8"),
  ) as ManagedEscalationData;
  const entry = Object.hasOwn(loaded.actions, policyName) ? loaded.actions[policyName] : undefined;
  if (entry === undefined) return [];
  return entry.split(" ").map((word): Passing => {
    const [action = "", services] = word.split(">");
    return [action, services === undefined ? "any" : services.split(",")];
  });
}
