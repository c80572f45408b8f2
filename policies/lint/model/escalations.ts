import { escalationPaths, passRole, type EscalationPath } from "./escalation-paths";
import { isExact, isUnknown, targetOfFunctions, targetOfRoles, type Target } from "./escalation-targets";
import { fullAccessOf } from "./managed-policies";
import { mayPassTo } from "./passing-limits";
import { grantsOf, type Grant, type Grants } from "./subject-grants";
import { subjects, type Subject } from "./subjects";
import type { Model } from "./types";

/** A path that a subject can go to its end. */
export interface Escalation {
  readonly subject: Subject;
  readonly path: EscalationPath;
  /** One for each action of the path, in its order. */
  readonly grants: readonly Grant[];
  /**
   * - `open`: through any role, or one that is known to be more privileged
   * - `target-dependent`: through some roles or resources, of which it is not known what they may do
   * - `one-target`: through one thing that exists already
   */
  readonly weight: "open" | "target-dependent" | "one-target";
  readonly target: Target;
}

const found = new WeakMap<Model, readonly Escalation[]>();

/**
 * Every complete path of every subject that hands over a role, or takes over something that has one. Paths are left out
 * where wildcards over whole services grant them: the breadth rules speak of these.
 */
export function escalationsOf(model: Model): readonly Escalation[] {
  let result = found.get(model);
  if (result === undefined) {
    result = subjects(model).flatMap((subject) => completePaths(model, subject));
    found.set(model, result);
  }
  return result;
}

function completePaths(model: Model, subject: Subject): Escalation[] {
  const grants = grantsOf(subject);
  if (grants.size === 0) return [];
  return escalationPaths()
    .filter(({ category }) => category === "new-passrole" || category === "existing-passrole")
    .filter(({ actions }) => actions.every((action) => grants.has(action)))
    .flatMap((path) => complete(model, subject, path, grants) ?? []);
}

function complete(
  model: Model,
  subject: Subject,
  path: EscalationPath,
  grants: Grants,
): Escalation | undefined {
  const chosen: Grant[] = [];
  for (const action of path.actions) {
    const grant = widest((grants.get(action) ?? []).filter((candidate) => serves(candidate, path)));
    if (grant === undefined) return undefined;
    chosen.push(grant);
  }
  const passing = chosen.find(({ action }) => action === passRole);
  if (chosen.every(isGeneral) || (passing !== undefined && isGeneral(passing))) return undefined;
  return passing === undefined
    ? weighTakeover(model, subject, path, chosen)
    : weighPassing(model, subject, path, chosen, passing);
}

/** A role can only be handed to the services that the grant lets it be passed to. */
function serves(grant: Grant, { services }: EscalationPath): boolean {
  return grant.action !== passRole || services.some((service) => mayPassTo(grant, service));
}

function widest(grants: readonly Grant[]): Grant | undefined {
  return (
    grants.find((grant) => grant.reach === "all" && !isGeneral(grant)) ??
    grants.find(({ reach }) => reach === "all") ??
    grants[0]
  );
}

/**
 * Whether the grant is part of one that a breadth rule names: `iam:*`, NotAction, NotResource, an AWS managed policy with
 * full access.
 */
export function isGeneral({ source, managedPolicy }: Grant): boolean {
  if (source === null) return managedPolicy !== null && fullAccessOf(managedPolicy) !== undefined;
  if (source.statement.notResources !== undefined) return true;
  return source.element === null || /^(\*+|[^:]*:\*+)$/.test(source.element.value);
}

function weighPassing(
  model: Model,
  subject: Subject,
  path: EscalationPath,
  grants: readonly Grant[],
  passing: Grant,
): Escalation | undefined {
  if (passing.reach === "all") return { subject, path, grants, weight: "open", target: { kind: "unknown" } };
  const target = targetOfRoles(model, subject, passing.resources);
  if (target.kind === "more-privileged") return { subject, path, grants, weight: "open", target };
  // A role that the same configuration names by reference, for a named service: this is how a role should be handed over.
  const isAsAdvised = passing.passesTo !== "any" && passing.resources.every(isUnknown);
  if (target.kind === "no-gain" || isAsAdvised) return undefined;
  return { subject, path, grants, weight: "target-dependent", target };
}

function weighTakeover(
  model: Model,
  subject: Subject,
  path: EscalationPath,
  grants: readonly Grant[],
): Escalation | undefined {
  if (grants.every(({ reach }) => reach === "all")) {
    return { subject, path, grants, weight: "open", target: { kind: "unknown" } };
  }
  const [first] = grants.filter(({ reach }) => reach === "named");
  const resources = first?.resources ?? [];
  const isLambda = path.actions[0]?.startsWith("lambda:") ?? false;
  const target: Target = isLambda ? targetOfFunctions(model, subject, resources) : { kind: "unknown" };
  if (target.kind === "more-privileged") return { subject, path, grants, weight: "open", target };
  if (target.kind === "no-gain") return undefined;
  const isOne = resources.every((resource) => isExact(resource) || isUnknown(resource));
  return { subject, path, grants, weight: isOne ? "one-target" : "target-dependent", target };
}
