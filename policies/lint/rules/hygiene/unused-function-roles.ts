import type { Model, Principal } from "../../model/types";

/**
 * The roles of Terraform that no function of the same input is given, and that are not handed on to where functions may be.
 * None, where it has a function whose role only Terraform knows: that may be any of them.
 */
export function rolesWithoutFunction({
  accounts,
  functions,
  principals,
  handedOut = [],
}: Model): Principal[] {
  if (functions.some(({ role }) => role === null)) return [];
  const ofAccounts = new Set(accounts.flatMap(({ roles }) => roles.map(({ arn }) => arn)));
  const given = new Set(functions.map(({ role }) => role ?? ""));
  return principals.filter(
    ({ resource, name }) =>
      !ofAccounts.has(resource) &&
      !given.has(resource) &&
      !isGivenByName(name, given) &&
      !handedOut.includes(resource.replace(/\[[^\]]*\]$/, "")),
  );
}

function isGivenByName(name: string | null, given: ReadonlySet<string>): boolean {
  if (name === null) return false;
  return given.has(name) || [...given].some((role) => role.startsWith("arn:") && role.endsWith(`/${name}`));
}
