import type { ActionFault } from "../../model/action-pattern";
import type { ActionElement, Policy, Statement } from "../../model/types";

/** An action with a fault, and where it stands. */
export interface FaultyAction {
  readonly element: ActionElement;
  readonly statement: Statement;
  readonly policy: Policy;
}

/** Every action of the policies that has the fault. */
export function faultyActions(policies: readonly Policy[], fault: ActionFault): FaultyAction[] {
  const found: FaultyAction[] = [];
  for (const policy of policies) {
    for (const statement of policy.statements) {
      for (const element of statement.entries.faulty) {
        if (element.pattern.fault === fault) found.push({ element, statement, policy });
      }
    }
  }
  return found;
}

/** What an entry that names no action does. */
export function emptyEffect({ effect, notActions }: Statement): string {
  if (notActions !== undefined) return effect === "Allow" ? "it leaves nothing out" : "it spares nothing";
  return effect === "Allow" ? "it allows nothing" : "it denies nothing";
}
