import { holdsWheneverAllowed, mayHoldFor, narrows } from "./conditions";
import { passRole, relevantActions } from "./escalation-paths";
import { managedEscalation } from "./managed-escalation";
import { lessDenies, passesAnywhere, passingLimits, type PassingLimits } from "./passing-limits";
import { commonServices } from "./passed-services";
import { coversAction } from "./patterns";
import { reachOf, remainder, type Reach } from "./subject-resources";
import type { Subject } from "./subjects";
import type { ActionElement, Policy, Statement } from "./types";

/** Where a subject has an action from. */
export interface Grant extends PassingLimits {
  /** In AWS's spelling. */
  readonly action: string;
  /** Null where an AWS managed policy grants it. */
  readonly source: GrantSource | null;
  /** The AWS managed policy's name. */
  readonly managedPolicy: string | null;
  /** `all`: on everything that the action can act on, and no condition narrows it. */
  readonly reach: "all" | "named";
  /** What it reaches, as resources and patterns. */
  readonly resources: readonly string[];
  /** Whether a condition narrows it, other than to services that a role can be passed to. */
  readonly isNarrowed: boolean;
}

export interface GrantSource {
  readonly policy: Policy;
  readonly statement: Statement;
  /** The action or pattern as written; the statement's NotAction gives none. */
  readonly element: ActionElement | null;
}

/** Action -> all its grants; only actions that escalation rules ask for. */
export type Grants = ReadonlyMap<string, readonly Grant[]>;

const nothing: Grants = new Map();
const cache = new WeakMap<Subject, Grants>();

/** What the subject is allowed of the relevant actions: all its policies together, less its Denies and its boundary. */
export function grantsOf(subject: Subject): Grants {
  let grants = cache.get(subject);
  if (grants === undefined) {
    grants = evaluate(subject);
    cache.set(subject, grants);
  }
  return grants;
}

function evaluate({ principal, policies, managedPolicies, boundary }: Subject): Grants {
  const siblings = principal === null ? policies.flatMap((policy) => policy.siblings) : [];
  const denies = [...policies, ...siblings].flatMap(({ statements }) =>
    statements.filter(({ effect }) => effect === "Deny"),
  );
  const grants = new Map<string, Grant[]>();
  const add = (grant: Grant) => {
    const list = grants.get(grant.action);
    if (list === undefined) grants.set(grant.action, [grant]);
    else list.push(grant);
  };
  for (const policy of policies) addPolicy(policy, denies, add);
  for (const name of managedPolicies) {
    for (const [action, passesTo] of managedEscalation(name)) {
      const denying = denies.filter((deny) => deniesAction(deny, action));
      const unconditional = denying.filter(({ conditional }) => !conditional);
      const { all, resources } = reachOf(action, {}, unconditional);
      const limits =
        action === passRole
          ? lessDenies({ passesTo, passesNotTo: [] }, coveringAll(action, resources, denying))
          : passesAnywhere;
      if (resources.length === 0 || limits.passesTo.length === 0) continue;
      const reach = all ? "all" : "named";
      add({ action, source: null, managedPolicy: name, reach, resources, isNarrowed: false, ...limits });
    }
  }
  if (grants.size === 0) return nothing;
  return boundary === null || boundary === "unknown" ? grants : within(grants, boundary);
}

function addPolicy(policy: Policy, denies: readonly Statement[], add: (grant: Grant) => void): void {
  for (const statement of policy.statements) {
    if (statement.effect !== "Allow") continue;
    for (const [action, element] of namedActions(statement)) {
      const grant = grantOf(action, { policy, statement, element }, denies);
      if (grant !== undefined) add(grant);
    }
  }
}

function grantOf(action: string, source: GrantSource, denies: readonly Statement[]): Grant | undefined {
  const { statement } = source;
  if (!mayHoldFor(action, statement)) return undefined;
  const denying = denies.filter((deny) => deniesAction(deny, action));
  const always = denying.filter((deny) => holdsWheneverAllowed(deny, statement));
  const { all, resources }: Reach = reachOf(action, statement, always);
  const limits =
    action === passRole ? passingLimits(statement, coveringAll(action, resources, denying)) : passesAnywhere;
  if (resources.length === 0 || limits.passesTo.length === 0) return undefined;
  const isNarrowed = isNarrowedBy(action, statement);
  const reach = all && !isNarrowed ? "all" : "named";
  return { action, source, managedPolicy: null, reach, resources, isNarrowed, ...limits };
}

/** Denies that cover all of the resources, as far as resources go. */
function coveringAll(
  action: string,
  resources: readonly string[],
  denies: readonly Statement[],
): readonly Statement[] {
  return denies.filter((deny) =>
    resources.every((resource) => remainder(action, resource, deny).length === 0),
  );
}

/** The relevant actions that the statement allows, each with the element that does. */
function namedActions({
  entries,
  notActions,
}: Statement): readonly (readonly [string, ActionElement | null])[] {
  if (notActions !== undefined) {
    return relevantActions()
      .filter((action) => !notActions.some(({ value }) => coversAction(value, action)))
      .map((action) => [action, null] as const);
  }
  const found = new Map<string, ActionElement>();
  for (const element of entries.relevant) {
    const { relevant, hasWildcard: isPattern } = element.pattern;
    for (const action of relevant) {
      if (!found.has(action) || !isPattern) found.set(action, element);
    }
  }
  return [...found];
}

function deniesAction(deny: Statement, action: string): boolean {
  if (deny.notActions !== undefined) return !deny.notActions.some(({ value }) => coversAction(value, action));
  return deny.actions?.some(({ value }) => coversAction(value, action)) ?? false;
}

/** What roles are passed to limits PassRole in its own way, which `passesTo` tells. */
const passedTo = /^iam:(passedtoservice|associatedresourcearn)$/i;

function isNarrowedBy(action: string, { conditions }: Statement): boolean {
  return conditions.some(
    (condition) => !(action === passRole && passedTo.test(condition.key)) && narrows(condition, conditions),
  );
}

/** The part of the grants that a permissions boundary allows too. */
function within(grants: Grants, boundary: Policy): Grants {
  const asSubject: Subject = {
    principal: null,
    policies: [boundary],
    managedPolicies: [],
    boundary: null,
  };
  const allowed = evaluate(asSubject);
  const result = new Map<string, Grant[]>();
  for (const [action, list] of grants) {
    const limits = allowed.get(action);
    if (limits === undefined) continue;
    const allowedServices = limits.some(({ passesTo }) => passesTo === "any")
      ? "any"
      : limits.flatMap(({ passesTo }) => (passesTo === "any" ? [] : passesTo));
    const isWide = limits.some(({ reach }) => reach === "all");
    const kept = list
      .map((grant) => ({
        ...grant,
        reach: isWide ? grant.reach : ("named" as const),
        passesTo: commonServices(grant.passesTo, allowedServices),
      }))
      .filter(({ passesTo }) => passesTo.length > 0);
    if (kept.length > 0) result.set(action, kept);
  }
  return result;
}
