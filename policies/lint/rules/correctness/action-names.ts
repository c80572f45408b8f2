import { hasWildcard } from "../../model/patterns";
import type { Element, Policy, Statement } from "../../model/types";
import { unknownPart } from "../../model/value";

/** An action that names its service, in a statement. */
export interface NamedAction {
  readonly element: Element;
  /** As written. */
  readonly service: string;
  /** As written, perhaps with wildcards. */
  readonly name: string;
  readonly statement: Statement;
  readonly policy: Policy;
}

/**
 * The actions that have a fault, among those whose service is written out: not `*`, and not what other rules report
 * (syntax, wildcards in the service). Each spelling is judged once: the same actions stand in very many policies.
 */
export function faultyActions(
  policies: readonly Policy[],
  isFaulty: (service: string, action: string) => boolean,
): NamedAction[] {
  const judged = new Map<string, boolean>();
  const found: NamedAction[] = [];
  for (const policy of policies) {
    for (const statement of policy.statements) {
      for (const elements of [statement.actions, statement.notActions]) {
        for (const element of elements ?? []) {
          const { value } = element;
          let faulty = judged.get(value);
          if (faulty === undefined) {
            faulty = namesService(value) && isFaulty(serviceOf(value), value);
            judged.set(value, faulty);
          }
          if (!faulty) continue;
          const service = serviceOf(value);
          found.push({ element, service, name: value.slice(service.length + 1), statement, policy });
        }
      }
    }
  }
  return found;
}

function serviceOf(action: string): string {
  return action.slice(0, Math.max(action.indexOf(":"), 0));
}

function namesService(action: string): boolean {
  const service = serviceOf(action);
  return service !== "" && !hasWildcard(service) && !action.includes(unknownPart);
}

/** What an entry that names no action does. */
export function emptyEffect({ effect, notActions }: Statement): string {
  if (notActions !== undefined) return effect === "Allow" ? "it leaves nothing out" : "it spares nothing";
  return effect === "Allow" ? "it allows nothing" : "it denies nothing";
}
