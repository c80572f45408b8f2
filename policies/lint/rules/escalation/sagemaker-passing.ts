import { passRole, sageMakerRoleActions } from "../../model/escalation-paths";
import type { Escalation } from "../../model/escalations";
import type { Grant, Grants } from "../../model/subject-grants";

export const sageMaker = "sagemaker.amazonaws.com";

/** Whether roles are named and no service is: the SageMaker rule's case, where there is something to start there. */
export function passesNamedRolesAnywhere({ action, reach, passesTo }: Grant): boolean {
  return action === passRole && reach === "named" && passesTo === "any";
}

/** What the subject may start in SageMaker with a role. */
export function sageMakerStarts(grants: Grants): Grant[] {
  return sageMakerRoleActions.flatMap((action) => grants.get(action)?.slice(0, 1) ?? []);
}

/** One fault, one finding: the missing condition is what the SageMaker rule speaks of. */
export function isLeftToSageMakerRule({ path, weight, grants }: Escalation): boolean {
  return (
    weight === "target-dependent" &&
    path.services.includes(sageMaker) &&
    grants.some(passesNamedRolesAnywhere)
  );
}
