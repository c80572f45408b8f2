import { passRole, pathUrl, type EscalationPath } from "../../model/escalation-paths";
import { escalationsOf, type Escalation } from "../../model/escalations";
import type { Grant } from "../../model/subject-grants";
import type { Model } from "../../model/types";
import type { RuleResult, Severity } from "../rule";
import { onePolicy, describeGrants, describeResources, startWith, whereOf } from "./report";

/** From how many services on one finding speaks of all. */
const tooMany = 4;

/** Paths that start at one grant of one subject, and weigh the same. */
interface Group {
  readonly grant: Grant;
  readonly escalations: readonly Escalation[];
}

/**
 * One finding for each service and start, of the shortest path; one for all, where there are paths through many services.
 */
export function pathFindings(
  model: Model,
  escalations: readonly Escalation[],
  severities: Readonly<Record<Escalation["weight"], Severity>>,
  adviceFor: (escalation: Escalation) => string,
): RuleResult[] {
  return groupsOf(escalations).flatMap(({ grant, escalations: group }) => {
    const services = groupBy(group, serviceOf);
    const groups = services.length >= tooMany ? [group] : services;
    return groups.flatMap((list) => {
      const [shortest] = list;
      if (shortest === undefined) return [];
      const { subject, path, weight } = shortest;
      const where = whereOf(model, subject, grant);
      return {
        severity: severities[weight],
        message: `${describe(shortest)}${describeOthers(list)} ${adviceFor(shortest)}`,
        ...where,
        // Over several policies it is the principal's fault.
        resource: onePolicy(shortest.grants)
          ? where.resource
          : (subject.principal?.resource ?? where.resource),
        path: path.id,
      };
    });
  });
}

/** The grant that a path starts at: the one that hands the role over, else the first that it needs. */
export function startOf({ grants }: Escalation): Grant | undefined {
  return (
    grants.find(({ action }) => action === passRole) ??
    grants.find(({ source }) => source !== null) ??
    grants[0]
  );
}

/** Grants from which a path starts; rules about single grants leave these to the paths. */
export function startsOf(model: Model): ReadonlySet<Grant> {
  return new Set(escalationsOf(model).flatMap((escalation) => startOf(escalation) ?? []));
}

function groupsOf(escalations: readonly Escalation[]): Group[] {
  const byStart = new Map<Grant, Escalation[]>();
  for (const escalation of escalations) {
    const start = startOf(escalation);
    if (start === undefined) continue;
    const list = byStart.get(start);
    if (list === undefined) byStart.set(start, [escalation]);
    else list.push(escalation);
  }
  return [...byStart].flatMap(([grant, list]) =>
    groupBy(list, ({ weight }) => weight).map((group) => ({ grant, escalations: group })),
  );
}

function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): (readonly T[])[] {
  const groups = new Map<string, T[]>();
  for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item]);
  return [...groups.values()];
}

function serviceOf({ path }: Escalation): string {
  const action = path.actions.find((name) => name !== passRole) ?? "";
  return action.slice(0, action.indexOf(":"));
}

function describe({ subject, path, grants, target }: Escalation): string {
  const what = `${startWith(subject, grants)} can ${path.title}${throughRole(path, grants)}`;
  const gain =
    target.kind === "more-privileged"
      ? ` It gains ${target.actions.slice(0, 3).join(", ")} through role ${target.role.resource}.`
      : "";
  return `${what} (${path.id}, ${pathUrl(path.id)}): ${describeGrants(grants)}.${gain}`;
}

function throughRole({ services, category }: EscalationPath, grants: readonly Grant[]): string {
  const [first] = grants;
  if (category === "principal-access" && first !== undefined) return `: ${describeResources(first)}`;
  const passing = grants.find(({ action }) => action === passRole);
  if (passing === undefined) return ", and so act with the role that it has";
  const roles = passing.reach === "all" ? "any role" : describeResources(passing);
  return `, and so act with ${roles} where ${services.join(" or ")} may assume it`;
}

function describeOthers(list: readonly Escalation[]): string {
  if (list.length < 2) return "";
  const services = groupBy(list, serviceOf).length;
  const more = list.length - 1;
  return ` ${more} more ${more === 1 ? "path starts" : "paths start"} there${services > 1 ? `, through ${services} services in all` : ""}.`;
}
