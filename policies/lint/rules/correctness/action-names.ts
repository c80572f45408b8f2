import type { Element, Policy, Statement } from "../../model/types";
import { unknownPart } from "../../model/value";
import { hasWildcard } from "../../model/patterns";

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

/** All actions whose service is known: not `*`, and not what other rules report (syntax, wildcards in the service). */
export function namedActions(policies: readonly Policy[]): NamedAction[] {
  return policies.flatMap((policy) =>
    policy.statements.flatMap((statement) =>
      [...(statement.actions ?? []), ...(statement.notActions ?? [])].flatMap((element) => {
        const { value } = element;
        const colon = value.indexOf(":");
        const service = value.slice(0, Math.max(colon, 0));
        if (service === "" || hasWildcard(service) || value.includes(unknownPart)) return [];
        return [{ element, service, name: value.slice(colon + 1), statement, policy }];
      }),
    ),
  );
}

/** What an entry that names no action does. */
export function emptyEffect({ effect, notActions }: Statement): string {
  if (notActions !== undefined) return effect === "Allow" ? "it leaves nothing out" : "it spares nothing";
  return effect === "Allow" ? "it allows nothing" : "it denies nothing";
}
