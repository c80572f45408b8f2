import type { Rule } from "../rule";
import { existingPassRolePath } from "./existing-passrole-path";
import { mlRoleAdministersIam } from "./ml-role-administers-iam";
import { newPassRolePath } from "./new-passrole-path";
import { passRoleOnStar } from "./passrole-on-star";
import { passRoleWithoutService } from "./passrole-without-service";
import { principalAccess } from "./principal-access";
import { sageMakerPassRoleWithoutService } from "./sagemaker-passrole-without-service";
import { selfEscalation } from "./self-escalation";

/** Ways to more permissions than were given: IAM3xx. */
export const escalationRules: readonly Rule[] = [
  passRoleOnStar,
  passRoleWithoutService,
  selfEscalation,
  principalAccess,
  newPassRolePath,
  existingPassRolePath,
  sageMakerPassRoleWithoutService,
  mlRoleAdministersIam,
];
