import { parseOperator } from "./condition-operators";
import { holdsWheneverAllowed, mayHoldFor, narrows } from "./conditions";
import { passRole, relevantActions } from "./escalation-paths";
import { managedEscalation } from "./managed-escalation";
import { servicesPassedTo } from "./passed-services";
import { coversAction, hasWildcard } from "./patterns";
import { reachOf, type Reach } from "./subject-resources";
import type { Subject } from "./subjects";
import type { ActionElement, Policy, Statement } from "./types";
import { unknownPart } from "./value";

/** Where a subject has an action from. */
export interface Grant {
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
  /** Of iam:PassRole: services that a role can be passed to; `any` where no condition limits them. */
  readonly passesTo: readonly string[] | "any";
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
      const denied = denies.filter((deny) => !deny.conditional && deniesAction(deny, action));
      const { all, resources } = reachOf(action, {}, denied);
      if (resources.length === 0) continue;
      add({ action, source: null, managedPolicy: name, reach: all ? "all" : "named", resources, passesTo });
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
  const { all, resources }: Reach = reachOf(action, statement, deniesOf(action, statement, denies));
  const passesTo = action === passRole ? limitsOfPassing(statement) : "any";
  if (resources.length === 0 || passesTo.length === 0) return undefined;
  const reach = all && !isNarrowed(action, statement) ? "all" : "named";
  return { action, source, managedPolicy: null, reach, resources, passesTo };
}

/** The relevant actions that the statement allows, each with the element that does. */
function namedActions({
  actions,
  notActions,
}: Statement): readonly (readonly [string, ActionElement | null])[] {
  if (notActions !== undefined) {
    return relevantActions()
      .filter((action) => !notActions.some(({ value }) => coversAction(value, action)))
      .map((action) => [action, null] as const);
  }
  const found = new Map<string, ActionElement>();
  for (const element of actions ?? []) {
    const { relevant, hasWildcard: isPattern } = element.pattern;
    for (const action of relevant) {
      if (!found.has(action) || !isPattern) found.set(action, element);
    }
  }
  return [...found];
}

function deniesOf(action: string, allow: Statement, denies: readonly Statement[]): readonly Statement[] {
  return denies.filter((deny) => deniesAction(deny, action) && holdsWheneverAllowed(deny, allow));
}

function deniesAction(deny: Statement, action: string): boolean {
  if (deny.notActions !== undefined) return !deny.notActions.some(({ value }) => coversAction(value, action));
  return deny.actions?.some(({ value }) => coversAction(value, action)) ?? false;
}

/** What roles are passed to limits PassRole in its own way, which `passesTo` tells. */
const passedTo = /^iam:(passedtoservice|associatedresourcearn)$/i;

function isNarrowed(action: string, { conditions }: Statement): boolean {
  return conditions.some(
    (condition) => !(action === passRole && passedTo.test(condition.key)) && narrows(condition, conditions),
  );
}

/** iam:AssociatedResourceArn limits the service as well: its ARN names one. */
function limitsOfPassing(statement: Statement): readonly string[] | "any" {
  const services = servicesPassedTo(statement);
  const resources = statement.conditions.filter(
    ({ key, operator }) => key.toLowerCase() === "iam:associatedresourcearn" && mustMatch(operator),
  );
  const hosts = resources.flatMap(({ values }) => values.map(({ value }) => hostOf(value)));
  if (hosts.length === 0 || hosts.includes(undefined)) return services;
  const named = [...new Set(hosts.filter((host) => host !== undefined).flat())];
  return services === "any" ? named : services.filter((service) => named.includes(service));
}

/** Whether the operator asks for one of its values, also where the key is absent. */
function mustMatch(operator: string): boolean {
  const { qualifier, base, negated, ifExists } = parseOperator(operator);
  return !negated && !ifExists && qualifier !== "ForAllValues" && /^(arn|string)/.test(base);
}

/** Services whose resources have another name than the service that assumes the role. */
const assumedBy: Readonly<Record<string, readonly string[]>> = {
  ecs: ["ecs-tasks", "ecs"],
  apprunner: ["tasks.apprunner", "build.apprunner"],
};

/** The service principals behind an ARN; undefined where the ARN does not say. */
function hostOf(arn: string): readonly string[] | undefined {
  const service = arn.split(":")[2] ?? "";
  if (service === "" || hasWildcard(service) || service.includes(unknownPart)) return undefined;
  return (assumedBy[service] ?? [service]).map((name) => `${name}.amazonaws.com`);
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
    const isWide = limits.some(({ reach }) => reach === "all");
    const kept = list
      .map((grant) => ({
        ...grant,
        reach: isWide ? grant.reach : ("named" as const),
        passesTo: intersect(grant.passesTo, limits),
      }))
      .filter(({ passesTo }) => passesTo.length > 0);
    if (kept.length > 0) result.set(action, kept);
  }
  return result;
}

function intersect(passesTo: Grant["passesTo"], limits: readonly Grant[]): Grant["passesTo"] {
  if (limits.some((limit) => limit.passesTo === "any")) return passesTo;
  const allowed = limits.flatMap((limit) => (limit.passesTo === "any" ? [] : limit.passesTo));
  return passesTo === "any" ? allowed : passesTo.filter((service) => allowed.includes(service));
}
