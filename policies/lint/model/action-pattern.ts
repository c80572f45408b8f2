import { actionsOf, findAction, isKnownService, knownServices, type KnownAction } from "./actions";
import { relevantActions } from "./escalation-paths";
import { coversAction, hasWildcard } from "./patterns";
import { remembered } from "./remembered";
import { unknownPart } from "./value";

/** Why an entry of `Action` names no action of AWS's. Of several faults, the first of these. */
export type ActionFault = "wildcard-in-service" | "unknown-service" | "unknown-action";

/**
 * An entry of `Action` or `NotAction` as it is written, with what follows from its text alone. Each spelling has one object,
 * and each fact is found once: a large folder has tens of thousands of entries and far fewer spellings.
 */
export class ActionPattern {
  /** As written; empty where there is no colon. */
  readonly service: string;
  /** What stands after the service, as written. */
  readonly name: string;
  readonly hasWildcard: boolean;
  /** `*` and `*:*`, which IAM reads alike. */
  readonly isEverything: boolean;

  private knownActions: readonly KnownAction[] | undefined;
  private relevantNames: readonly string[] | undefined;
  private foundFault: ActionFault | null | undefined;

  constructor(readonly text: string) {
    const colon = text.indexOf(":");
    this.service = colon === -1 ? "" : text.slice(0, colon);
    this.name = text.slice(colon + 1);
    this.hasWildcard = hasWildcard(text);
    this.isEverything = this.hasWildcard && /^\*+(:\*+)?$/.test(text);
  }

  /** Every action of AWS's that it matches. A wildcard in the service matches nothing. */
  get actions(): readonly KnownAction[] {
    return (this.knownActions ??= expand(this));
  }

  /** Those that escalation rules ask for, in AWS's spelling. */
  get relevant(): readonly string[] {
    return (this.relevantNames ??= findRelevant(this));
  }

  /** Null also for what is no name at all, or is known only when Terraform runs: that is said where policies are read. */
  get fault(): ActionFault | null {
    if (this.foundFault === undefined) this.foundFault = findFault(this);
    return this.foundFault;
  }
}

export const actionPattern = remembered((text: string) => new ActionPattern(text));

/** Every action that the pattern (`*`, `s3:*`, `s3:Get?bject`) matches. A wildcard in the service matches nothing. */
export function expandAction(text: string): readonly KnownAction[] {
  return actionPattern(text).actions;
}

function expand(pattern: ActionPattern): readonly KnownAction[] {
  if (pattern.isEverything) return knownServices().flatMap(actionsOf);
  if (!pattern.hasWildcard) {
    const action = findAction(pattern.text);
    return action === undefined ? [] : [action];
  }
  if (/^\*+$/.test(pattern.name)) return actionsOf(pattern.service);
  return actionsOf(pattern.service).filter(({ name }) => coversAction(pattern.text, name));
}

let relevantByName: ReadonlyMap<string, string> | undefined;

function findRelevant({
  text,
  service,
  hasWildcard: isPattern,
  isEverything,
}: ActionPattern): readonly string[] {
  if (!isPattern) {
    relevantByName ??= new Map(relevantActions().map((action) => [action.toLowerCase(), action]));
    const action = relevantByName.get(text.toLowerCase());
    return action === undefined ? [] : [action];
  }
  // IAM takes no wildcard in the service, unless it is for all of them.
  if (!isEverything && (hasWildcard(service) || text.includes(unknownPart))) return [];
  return relevantActions().filter((action) => coversAction(text, action));
}

function findFault(pattern: ActionPattern): ActionFault | null {
  const { text, service, isEverything } = pattern;
  if (service === "" || isEverything) return null;
  if (hasWildcard(service)) return "wildcard-in-service";
  if (text.includes(unknownPart)) return null;
  if (!isKnownService(service)) return "unknown-service";
  return pattern.actions.length === 0 ? "unknown-action" : null;
}
