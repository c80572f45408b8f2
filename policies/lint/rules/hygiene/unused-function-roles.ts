import type { Model, Principal } from "../../model/types";

export interface UnusedRole {
  readonly principal: Principal;
  /** What may use it all the same; null where nothing is in sight. */
  readonly mayBeUsedBy: string | null;
}

/** The roles of Terraform that `isCandidate` and that no function of the same input is given. */
export function rolesWithoutFunction(
  model: Model,
  isCandidate: (principal: Principal) => boolean,
): UnusedRole[] {
  const ofAccounts = new Set(model.accounts.flatMap(({ roles }) => roles.map(({ arn }) => arn)));
  const given = new Set(model.functions.flatMap(({ role }) => role ?? []));
  const opaque = model.functions.find(({ role }) => role === null);
  return model.principals
    .filter((principal) => !ofAccounts.has(principal.resource) && isCandidate(principal))
    .filter(({ resource, name }) => !given.has(resource) && !isGivenByName(name, given))
    .map((principal) => ({
      principal,
      mayBeUsedBy: opaque === undefined ? null : `${opaque.resource}, whose role only Terraform knows`,
    }));
}

function isGivenByName(name: string | null, given: ReadonlySet<string>): boolean {
  if (name === null) return false;
  return given.has(name) || [...given].some((role) => role.startsWith("arn:") && role.endsWith(`/${name}`));
}
