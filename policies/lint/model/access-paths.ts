import { escalationPaths, selfEscalationActions, type EscalationPath } from "./escalation-paths";
import { isExact, mayAssume, namesRole } from "./escalation-targets";
import { isGeneral, type Escalation } from "./escalations";
import { isOnItself } from "./own-resources";
import { overlaps } from "./patterns";
import { showResources } from "./show-resources";
import { grantsOf, type Grant } from "./subject-grants";
import { subjects, type Subject } from "./subjects";
import type { Model } from "./types";

/**
 * Paths that give another principal permissions and then become it: whatever the target may do now, afterwards it may do
 * everything. What is granted on everything, or on the subject itself, is an escalation by a single action already.
 */
export function accessPathsOf(model: Model): readonly Escalation[] {
  return subjects(model).flatMap((subject) =>
    changingPaths().flatMap((path) => completed(model, subject, path) ?? []),
  );
}

let paths: readonly EscalationPath[] | undefined;

function changingPaths(): readonly EscalationPath[] {
  return (paths ??= escalationPaths().filter(
    ({ category, actions }) =>
      category === "principal-access" && actions.some((action) => selfEscalationActions().has(action)),
  ));
}

function completed(model: Model, subject: Subject, path: EscalationPath): Escalation | undefined {
  const [change = "", become = ""] = path.actions;
  const grants = grantsOf(subject);
  for (const changing of grants.get(change)?.filter((grant) => isOnNamed(grant, subject)) ?? []) {
    for (const becoming of grants.get(become)?.filter((grant) => isOnNamed(grant, subject)) ?? []) {
      const pair = [changing, becoming];
      if (pair.every(isGeneral)) continue;
      const targets = targetsOf(becoming).filter((target) => mayBecome(model, subject, become, target));
      const weight = weigh(targetsOf(changing), targets, change);
      if (weight !== undefined) return { subject, path, grants: pair, weight, target: { kind: "unknown" } };
    }
  }
  return undefined;
}

function isOnNamed(grant: Grant, subject: Subject): boolean {
  return grant.reach === "named" && !grant.isNarrowed && !isOnItself(grant, subject);
}

/** As texts in which Terraform's references tell what is the same. A user's own name is no other principal. */
function targetsOf({ resources, source }: Grant): readonly string[] {
  return showResources(resources, source?.statement ?? {}).filter(
    (target) => !target.endsWith("/${aws:username}"),
  );
}

/** A role whose trust policy is part of the input has to let the subject in. */
function mayBecome(model: Model, subject: Subject, action: string, target: string): boolean {
  if (action !== "sts:AssumeRole" || !isExact(target)) return true;
  const roles = model.principals.filter(
    (principal) => principal.kind === "role" && namesRole(target, principal),
  );
  return roles.length === 0 || roles.some((role) => mayAssume(role, subject));
}

/** Which role has a managed policy is not known by the policy's name. */
function weigh(
  changed: readonly string[],
  become: readonly string[],
  change: string,
): Escalation["weight"] | undefined {
  if (changed.length === 0 || become.length === 0) return undefined;
  if (/PolicyVersion$/.test(change)) return "target-dependent";
  const meet = changed.some((one) =>
    become.some(
      (other) => one === other || (!one.includes("${") && !other.includes("${") && overlaps(one, other)),
    ),
  );
  return meet ? "open" : undefined;
}
