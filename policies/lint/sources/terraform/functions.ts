import type { FunctionResource } from "../../model/types";
import { knownString, member } from "../../model/value";
import type { PrincipalTable } from "./principals";
import { parseReference } from "./reference";
import { expressionOf } from "./resolve-document";
import type { TerraformResource } from "./resource";

/** Lambda functions with their roles, by the address of the role's resource where it is part of the input. */
export function readFunctions(
  resources: readonly TerraformResource[],
  principals: PrincipalTable,
): FunctionResource[] {
  return resources
    .filter(({ type }) => type === "aws_lambda_function")
    .map(({ address, body }) => ({
      resource: address,
      name: knownString(member(body, "function_name")) ?? null,
      role: roleOf({ address, body }, principals),
      place: body.place,
    }));
}

function roleOf(
  { address, body }: Pick<TerraformResource, "address" | "body">,
  principals: PrincipalTable,
): string | null {
  const value = member(body, "role");
  if (value === undefined) return null;
  const principal = principals.lookUp(value, "role", address);
  if (principal !== undefined) return principal.resource;
  const reference = parseReference(expressionOf(value))?.address;
  return knownString(value) ?? (reference?.includes("aws_iam_role.") ? reference : null);
}
