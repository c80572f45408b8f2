import { boundariesOf, limitsOf } from "../../model/boundaries";
import { fullServices, servicesLeft } from "../../model/full-services";
import {
  awsManagedPolicyName,
  fullAccessOf,
  fullServicesOf,
  type FullAccess,
} from "../../model/managed-policies";
import { sensitiveServices } from "../../model/sensitive-services";
import type { Attachment, Model, Principal } from "../../model/types";
import { terraformExample } from "../example";
import type { Rule, RuleResult, Severity } from "../rule";
import { isInvokersFullAccess } from "./full-access-to-invoke";
import { isOfWrongService } from "./wrong-service-managed-policy";

/**
 * Judged by what the policy grants: AWS's own by a table of their contents, the customer's by their documents. An error
 * on a role that a service assumes, for sensitive services, and for nearly everything; else a warning.
 */
export const fullAccessManagedPolicy: Rule = {
  id: "IAM206",
  name: "full-access-managed-policy",
  severity: "error",
  why: "A FullAccess policy on a function's or job's role makes every fault in its code a fault of the whole service.",
  whatToDo: "Attach a policy with the actions that are used on the resources that are used.",
  reference: "https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#grant-least-privilege",
  examples: {
    bad: terraformExample({
      aws_iam_role_policy_attachment: {
        classifier: { role: "classifier", policy_arn: "arn:aws:iam::aws:policy/AmazonSageMakerFullAccess" },
      },
    }),
    good: terraformExample({
      aws_iam_role_policy_attachment: {
        classifier: {
          role: "classifier",
          policy_arn: "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole",
        },
      },
    }),
  },
  check: (model) => model.attachments.flatMap((attachment) => checkAttachment(attachment, model)),
};

/** The project's own rules on SageMaker say more of the same fault, where they apply. */
function checkAttachment(attachment: Attachment, model: Model): RuleResult[] {
  if (isInvokersFullAccess(attachment, model) || isOfWrongService(attachment)) return [];
  const grant = describeGrant(attachment, model);
  if (grant === undefined) return [];
  const advice = adviceFor(grant.access);
  return [
    {
      severity: severityOf(grant.access, attachment.principal),
      message: `${grant.policy} on ${describePrincipal(attachment.principal)} ${describeAccess(grant.access)}. ${advice}`,
      place: attachment.place,
      pointer: attachment.pointer,
      resource: attachment.resource,
      limits: limitsOf(attachment.principal),
    },
  ];
}

interface Grant {
  readonly policy: string;
  /** Null where only the name speaks of full access. */
  readonly access: FullAccess | null;
}

function describeGrant({ policyArn, policy, principal }: Attachment, model: Model): Grant | undefined {
  if (policy !== null) {
    const services = fullServices(policy, boundariesOf(policy, model));
    if (services.length === 0) return undefined;
    return { policy: policy.resource ?? "the attached policy", access: { services, allExcept: null } };
  }
  const name = policyArn === null ? undefined : awsManagedPolicyName(policyArn);
  if (name === undefined) return undefined;
  const access = fullAccessOf(name);
  if (access === undefined)
    return /FullAccess|Administrator/.test(name) ? { policy: name, access: null } : undefined;
  const left = leftOf(access, principal);
  return left === undefined ? undefined : { policy: name, access: left };
}

/** What the Denies of the principal's own policies and its boundary leave of it; undefined where that is no full access. */
function leftOf(access: FullAccess, principal: Principal | null): FullAccess | undefined {
  const boundary = principal?.boundary === "unknown" ? null : (principal?.boundary ?? null);
  const all = fullServicesOf(access);
  const services = servicesLeft(all, principal?.policies ?? [], boundary);
  if (services.length === 0) return undefined;
  return services.length === all.length ? access : { services, allExcept: null };
}

function severityOf(access: FullAccess | null, principal: Principal | null): Severity {
  const onService = (principal?.trustedServices?.length ?? 0) > 0;
  const sensitive =
    access?.allExcept !== null || access.services.some((service) => sensitiveServices.has(service));
  return onService || (access !== null && sensitive) ? "error" : "warning";
}

function describePrincipal(principal: Principal | null): string {
  if (principal === null) return "a principal that is not part of this input";
  const services = principal.trustedServices ?? [];
  const assumedBy = services.length > 0 ? `, which ${services.join(", ")} assumes,` : "";
  return `${principal.kind} ${principal.resource}${assumedBy}`;
}

function describeAccess(access: FullAccess | null): string {
  if (access === null) return "is full access by its name";
  if (access.allExcept === null) return `allows managing all of ${listed(access.services)}`;
  return access.allExcept.length === 0
    ? "allows everything in the account"
    : `allows everything in the account except ${listed(access.allExcept)}`;
}

function adviceFor(access: FullAccess | null): string {
  return access?.services.includes("sagemaker")
    ? "If it only invokes an endpoint, allow sagemaker:InvokeEndpoint on that endpoint's ARN instead."
    : "Attach a policy with the actions that are used on the resources that are used instead.";
}

function listed(services: readonly string[]): string {
  const shown = services.slice(0, 5).join(", ");
  return services.length > 5 ? `${shown} and ${services.length - 5} more services` : shown;
}
