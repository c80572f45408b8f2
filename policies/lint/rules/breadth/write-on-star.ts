import type { KnownAction } from "../../model/actions";
import { listNames } from "../../model/describe-actions";
import {
  escalationPaths,
  passRole,
  principalAccessActions,
  selfEscalationActions,
} from "../../model/escalation-paths";
import { worksOnResources } from "../../model/effective-star";
import { StarQuery, starGrants, type StarGrant } from "../../model/grants";
import { hasWildcard } from "../../model/patterns";
import { isDataRead, isInvocation } from "../../model/sensitive-actions";
import { isNamedByPassing } from "../escalation/named-actions";
import { allow, policyExample } from "../example";
import type { Rule, RuleResult, Severity } from "../rule";
import { checkAllows, describeScope, type Allow } from "./allows";

export const writeOnStar: Rule = {
  id: "IAM203",
  name: "write-on-star",
  severity: "error",
  why: "A write on everything changes or deletes whatever is there, of other projects too; who manages permissions on everything gives them to anybody.",
  whatToDo: "Name the resources that are written.",
  reference: "https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#grant-least-privilege",
  examples: {
    bad: policyExample(allow(["s3:PutBucketPolicy", "s3:PutObject"])),
    good: policyExample(allow("s3:PutObject", "arn:aws:s3:::photos/*")),
  },
  check: (model) =>
    checkAllows(model, ["identity"], (allow) =>
      checkStatement(allow, (action) => isNamedByPassing(model, allow.statement, action)),
    ),
};

let named: ReadonlySet<string> | undefined;

/** Actions of which, alone and on a star, a rule on escalation speaks. */
function isNamedElsewhere(action: string): boolean {
  named ??= new Set([
    passRole,
    ...selfEscalationActions().keys(),
    ...principalAccessActions().keys(),
    ...escalationPaths().flatMap(({ actions }) => (actions.length === 1 ? actions : [])),
  ]);
  return named.has(action);
}

/**
 * Actions with which a service acts on what it makes itself, under ids that nobody knows before: AWS documents that it
 * accepts nothing narrower than every id of an account and region. Sources: Lambda Developer Guide, "Giving Lambda
 * functions access to resources in a VPC"; SageMaker Developer Guide, "SageMaker execution roles"; Systems Manager User
 * Guide, "Configure instance permissions".
 */
const everyIdNeeded =
  /^(ec2:(Assign|Unassign)PrivateIpAddresses|ec2:(Create|Delete)NetworkInterface(Permission)?|ssm:UpdateInstanceInformation)$/;

/**
 * Whether the resource is as narrow as the service takes it: its account and region are named. A new MFA device has the
 * name that its user chooses. Source: IAM User Guide, "Allows MFA-authenticated IAM users to manage their own MFA device".
 */
function isAsNarrowAsCanBe({ action, resource }: StarGrant): boolean {
  if (resource === null) return false;
  if (action.name === "iam:CreateVirtualMFADevice") return /^arn:[^:]*:iam::[^:]*:mfa\/\*$/.test(resource);
  if (!everyIdNeeded.test(action.name)) return false;
  const [, , service = "*", region = "*", account = "*"] = resource.split(":");
  return ![service, region, account].some((part) => part === "" || hasWildcard(part));
}

/** Some of these count as writes at AWS, and change nothing but labels. */
const tagging = /:((Un)?[Tt]ag|(Add|Remove|Create|Delete)Tags)/;

/** Actions that know no resources are granted on `*` or not at all. */
function isWriteOnResources(action: KnownAction): boolean {
  const { level, name } = action;
  if ((level !== "permissions" && level !== "write") || tagging.test(name)) return false;
  return !isDataRead(action) && !isInvocation(action) && !isNamedElsewhere(name) && worksOnResources(name);
}

const writes = new StarQuery("change", isWriteOnResources);

/** NotAction, NotResource and patterns are faults of their own, which other rules name. */
function checkStatement(
  { statement, policy, boundaries }: Allow,
  isNamedByPath: (action: KnownAction) => boolean,
): RuleResult[] {
  if (statement.actions === undefined || statement.notResources !== undefined) return [];
  const grants = starGrants(statement, policy, boundaries, writes).filter(
    (grant) => !isAsNarrowAsCanBe(grant) && !isNamedByPath(grant.action),
  );
  if (grants.length === 0) return [];
  const report = (severity: Severity, those: readonly StarGrant[], what: string): RuleResult[] => {
    const element = those[0]?.element;
    if (element == null) return [];
    return [
      {
        severity,
        message: `${listNames(those.map(({ action }) => action.name))} ${what} ${describeScope(statement)}. Name the resources that are meant.`,
        place: element.place,
        pointer: element.pointer,
        resource: policy.resource,
      },
    ];
  };
  const [managing, writing] = [
    grants.filter(({ action }) => action.level === "permissions"),
    grants.filter(({ action }) => action.level === "write"),
  ];
  return [
    ...report("error", managing, "can change who has access"),
    ...report("warning", writing, "can write"),
  ];
}
