import { actionsOf, findAction, isKnownService, knownServices, type KnownAction } from "./actions";
import { relevantActions } from "./escalation-paths";
import { covers, hasWildcard } from "./patterns";
import { remembered } from "./remembered";
import { useOfAction, type ResourceType } from "./service-details";
import { isDataRead, isInvocation } from "./sensitive-actions";
import { unknownPart } from "./value";

/** Why an entry of `Action` names no action of AWS's. Of several faults, the first of these. */
export type ActionFault = "wildcard-in-service" | "unknown-service" | "unknown-action";

/**
 * What rules look for among the entries of a statement. An entry may be of several kinds; most are of none.
 *
 * - `faulty`: it names no action
 * - `wildcard`: it has a wildcard
 * - `relevant`: it matches what escalation rules ask for
 * - `change`: it names a write, or an action that manages permissions
 * - `data`: it matches reads of what is stored, or invocations
 */
export const actionKinds = ["faulty", "wildcard", "relevant", "change", "data"] as const;
export type ActionKind = (typeof actionKinds)[number];

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
  /** Whether a part of it is known only when Terraform runs. */
  readonly isUndecided: boolean;
  /** Whether it is `service:Action`, or everything. */
  readonly isWellFormed: boolean;

  private knownActions: readonly KnownAction[] | undefined;
  private knownTypes: readonly ResourceType[] | undefined;
  private relevantNames: readonly string[] | undefined;
  private foundFault: ActionFault | null | undefined;
  private foundKinds: readonly ActionKind[] | undefined;

  constructor(readonly text: string) {
    const colon = text.indexOf(":");
    this.service = colon === -1 ? "" : text.slice(0, colon);
    this.name = text.slice(colon + 1);
    this.hasWildcard = hasWildcard(text);
    this.isEverything = this.hasWildcard && /^\*+(:\*+)?$/.test(text);
    this.isUndecided = text.includes(unknownPart);
    this.isWellFormed = /^(?:\*+|[^\s:]+:[^\s:]+)$/.test(text);
  }

  /** Every action of AWS's that it matches. A wildcard in the service matches nothing. */
  get actions(): readonly KnownAction[] {
    return (this.knownActions ??= expand(this));
  }

  /** All that any of its actions works on: the same list for actions that work on the same. */
  get types(): readonly ResourceType[] {
    return (this.knownTypes ??= findTypes(this));
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

  get kinds(): readonly ActionKind[] {
    return (this.foundKinds ??= kindsOf(this));
  }
}

/** There are few combinations, and one list of each is enough. */
const lists = remembered((names: string) => actionKinds.filter((kind) => names.includes(kind)));

function kindsOf(pattern: ActionPattern): readonly ActionKind[] {
  return lists(actionKinds.filter((kind) => isOfKind[kind](pattern)).join(" "));
}

const isOfKind: Readonly<Record<ActionKind, (pattern: ActionPattern) => boolean>> = {
  faulty: ({ fault }) => fault !== null,
  wildcard: (pattern) => pattern.hasWildcard,
  relevant: ({ relevant }) => relevant.length > 0,
  change: (pattern) => !pattern.hasWildcard && pattern.actions.some(isChange),
  data: ({ actions }) => actions.some((action) => isDataRead(action) || isInvocation(action)),
};

function isChange({ level }: KnownAction): boolean {
  return level === "permissions" || level === "write";
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
  const text = pattern.text.toLowerCase();
  const beginning = text.slice(0, text.search(/[*?]/));
  return actionsOf(pattern.service).filter(
    ({ lowerCaseName }) => lowerCaseName.startsWith(beginning) && covers(text, lowerCaseName),
  );
}

function findTypes({ actions }: ActionPattern): readonly ResourceType[] {
  const lists = new Set(actions.map(({ name }) => useOfAction(name)?.types ?? []));
  const [first = [], ...others] = lists;
  return others.length === 0 ? first : [...new Set([...lists].flat())];
}

const isRelevant = remembered((action: string) => relevantActions().includes(action));

function findRelevant({ actions }: ActionPattern): readonly string[] {
  if (!actions.some(({ name }) => isRelevant(name))) return [];
  const names = new Set(actions.map(({ name }) => name));
  return relevantActions().filter((action) => names.has(action));
}

function findFault(pattern: ActionPattern): ActionFault | null {
  const { service, isEverything, isUndecided } = pattern;
  if (service === "" || isEverything) return null;
  if (hasWildcard(service)) return "wildcard-in-service";
  if (isUndecided) return null;
  if (!isKnownService(service)) return "unknown-service";
  return pattern.actions.length === 0 ? "unknown-action" : null;
}
