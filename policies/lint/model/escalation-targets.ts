import { passRole, principalAccessActions, selfEscalationActions } from "./escalation-paths";
import { covers, hasWildcard } from "./patterns";
import { namedPrincipal } from "./principal-elements";
import { grantsOf, type Grant } from "./subject-grants";
import { subjects, type Subject } from "./subjects";
import type { Model, Principal } from "./types";
import { unknownPart } from "./value";

/** What is known of the roles that an escalation ends at. */
export type Target =
  /** At least one of them can do what the subject cannot. */
  | { readonly kind: "more-privileged"; readonly role: Principal; readonly actions: readonly string[] }
  /** All of them are part of the input, and none can. */
  | { readonly kind: "no-gain" }
  | { readonly kind: "unknown" };

/** Judges roles that are named by ARN. */
export function targetOfRoles(model: Model, subject: Subject, arns: readonly string[]): Target {
  return judge(
    model,
    subject,
    arns.map((arn) => rolesMatching(model, arn)),
    arns.every(isExact),
  );
}

/** Judges the roles of Lambda functions that are named by ARN. */
export function targetOfFunctions(model: Model, subject: Subject, arns: readonly string[]): Target {
  const found = arns.map((arn) => {
    const functions = model.functions.filter(
      ({ name }) => name !== null && matchesName(arn, ":function:", name),
    );
    return functions.flatMap(({ role }) => (role === null ? [] : roleNamed(model, role)));
  });
  return judge(model, subject, found, arns.every(isExact));
}

export function isExact(resource: string): boolean {
  return !hasWildcard(resource);
}

/** Whether only Terraform knows what it is. */
export function isUnknown(resource: string): boolean {
  return resource.includes(unknownPart);
}

function judge(
  model: Model,
  subject: Subject,
  found: readonly (readonly Principal[])[],
  areExact: boolean,
): Target {
  for (const role of found.flat()) {
    const gained = gainOf(model, subject, role);
    if (gained.length > 0) return { kind: "more-privileged", role, actions: gained };
  }
  const areKnown = areExact && found.every((roles) => roles.length > 0);
  return { kind: areKnown ? "no-gain" : "unknown" };
}

/** Ways of becoming more that the role has on everything and the subject has not. */
function gainOf(model: Model, subject: Subject, role: Principal): string[] {
  if (role === subject.principal) return [];
  const own = powersOf(subject);
  return subjects(model)
    .filter(({ principal }) => principal === role)
    .flatMap((target) => powersOf(target))
    .filter((action) => !own.includes(action));
}

/** The single actions on everything that let a subject become more than it is. */
export function powersOf(subject: Subject): readonly string[] {
  const powers = [...selfEscalationActions().keys(), ...principalAccessActions().keys(), passRole];
  const grants = grantsOf(subject);
  // Who may pass roles to certain services only has less than who may pass them anywhere.
  const isPower = ({ reach, passesTo }: Grant) => reach === "all" && passesTo === "any";
  return powers.filter((action) => grants.get(action)?.some(isPower));
}

function rolesMatching(model: Model, arn: string): readonly Principal[] {
  return model.principals.filter((principal) => principal.kind === "role" && namesRole(arn, principal));
}

function roleNamed(model: Model, role: string): readonly Principal[] {
  return model.principals.filter(
    ({ kind, name, resource }) =>
      kind === "role" &&
      (resource === role || (name !== null && (name === role || role.endsWith(`/${name}`)))),
  );
}

/** Whether the ARN, which may be a pattern, names the role; a path before the name does not matter. */
export function namesRole(arn: string, role: Principal): boolean {
  return role.name !== null && matchesName(arn, ":role/", role.name);
}

/** Whether the ARN, which may be a pattern, names it; a path before the name does not matter. */
function matchesName(arn: string, mark: string, name: string): boolean {
  const at = arn.indexOf(mark);
  if (at === -1) return hasWildcard(arn) && covers(arn, `arn:aws:iam::000000000000${mark}${name}`);
  const named = arn.slice(at + mark.length);
  return covers(named, name) || covers(named.slice(named.lastIndexOf("/") + 1), name);
}

/** Whether a role's trust policy may let the subject in: also where it is not known, or trusts a whole account. */
export function mayAssume({ trust }: Principal, { principal }: Subject): boolean {
  if (trust === null) return true;
  const trusted = trust.statements.flatMap(({ effect, principals = [] }) =>
    effect === "Allow" ? principals.map(namedPrincipal) : [],
  );
  return trusted.some((named) => {
    if (named.kind !== "one") return ["everyone", "account", "unknown"].includes(named.kind);
    return principal?.name == null || named.arn.endsWith(`/${principal.name}`);
  });
}
