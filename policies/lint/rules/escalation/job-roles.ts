import { powersOf } from "../../model/escalation-targets";
import { passRole } from "../../model/escalation-paths";
import type { Subject } from "../../model/subjects";

/** Services on whose notebooks, jobs and instances other people's code runs. */
const jobServices = /^(sagemaker|ec2)\.amazonaws\.com/;

/** The actions on IAM with which the subject, a role of notebooks or training, can give itself everything. */
export function administrationOf(subject: Subject): readonly string[] {
  if (!isJobRole(subject)) return [];
  return powersOf(subject).filter((action) => action.startsWith("iam:") && action !== passRole);
}

export function administersAsJob(subject: Subject): boolean {
  return administrationOf(subject).length > 0;
}

function isJobRole({ principal }: Subject): boolean {
  return principal?.trustedServices?.some((service) => jobServices.test(service)) ?? false;
}
