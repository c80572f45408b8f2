import { passRole, sageMakerRoleActions } from "../../model/escalation-paths";
import { isGeneral, type Escalation } from "../../model/escalations";
import { grantsOf, type Grant, type Grants } from "../../model/subject-grants";

export const sageMaker = "sagemaker.amazonaws.com";

/** Whether roles are named and no service is: the SageMaker rule's case, where there is something to start there. */
export function passesNamedRolesAnywhere({ action, reach, passesTo }: Grant): boolean {
  return action === passRole && reach === "named" && passesTo === "any";
}

/**
 * What the subject may start in SageMaker with a role. Where all of it comes with the permission to pass every role, the
 * breadth rules speak.
 */
export function sageMakerStarts(grants: Grants): Grant[] {
  const starts = sageMakerRoleActions.flatMap((action) => grants.get(action)?.slice(0, 1) ?? []);
  return passesEverything(grants) && starts.every(isGeneral) ? [] : starts;
}

/** Whether a wildcard over a service or more, of which the breadth rules speak, passes every role. */
export function passesEverything(grants: Grants): boolean {
  return grants.get(passRole)?.some((grant) => grant.reach === "all" && isGeneral(grant)) ?? false;
}

/** Grants of iam:PassRole of which the SageMaker rule speaks. */
export function sageMakerPassings(grants: Grants): Grant[] {
  if (sageMakerStarts(grants).length === 0) return [];
  return (grants.get(passRole) ?? []).filter((grant) => passesNamedRolesAnywhere(grant) && !isGeneral(grant));
}

/** One fault, one finding: the missing condition is what the SageMaker rule speaks of. */
export function isLeftToSageMakerRule({ subject, path, weight, grants }: Escalation): boolean {
  if (weight !== "target-dependent" || !path.services.includes(sageMaker)) return false;
  const spoken = sageMakerPassings(grantsOf(subject));
  return grants.some((grant) => spoken.includes(grant));
}
