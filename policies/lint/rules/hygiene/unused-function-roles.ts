import { partOf } from "../../model/parts";
import type { Model, ModelPart, Principal } from "../../model/types";

/**
 * The roles of Terraform that no function of the same configuration is given, and that are not handed on to where functions
 * may be. None, where it has a function whose role only Terraform knows: that may be any of them.
 */
export function rolesWithoutFunction(model: Model): Principal[] {
  const ofAccounts = new Set(model.accounts.flatMap(({ roles }) => roles.map(({ arn }) => arn)));
  const named = new Set(model.functions.map(({ role }) => role ?? ""));
  return model.principals.filter(
    (principal) =>
      !ofAccounts.has(principal.resource) &&
      !isGivenByName(principal.name, named) &&
      !mayBeUsed(principal.resource, partOf(principal, model)),
  );
}

/** An address means something within its own configuration only. */
function mayBeUsed(address: string, { functions, handedOut = [] }: ModelPart): boolean {
  return (
    functions.some(({ role }) => role === null || role === address) ||
    handedOut.includes(withoutIndices(address))
  );
}

function withoutIndices(address: string): string {
  return address.replace(/\[[^\]]*\]/g, "");
}

function isGivenByName(name: string | null, given: ReadonlySet<string>): boolean {
  if (name === null) return false;
  return given.has(name) || [...given].some((role) => role.startsWith("arn:") && role.endsWith(`/${name}`));
}
