import { expandAction } from "../../model/action-pattern";
import { remembered } from "../../model/remembered";
import { mayBeArn } from "../../model/check-grammar";
import { canMean } from "../../model/resource-types";
import { serviceDetails, type ResourceType } from "../../model/service-details";
import type { Policy, Statement } from "../../model/types";
import { display, unknownPart } from "../../model/value";
import { allow, policyExample } from "../example";
import type { Rule, RuleResult } from "../rule";

export const resourceTypeMismatch: Rule = {
  id: "IAM103",
  name: "resource-type-mismatch",
  severity: "warning",
  why: "An action counts only on the kinds of resources that it works on: on others an Allow grants nothing, and a Deny forbids nothing. Actions that work on no resource count only on *.",
  whatToDo: "Add a resource of the right kind, or move the action to a statement of its own.",
  reference:
    "https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html",
  examples: {
    bad: policyExample(allow("s3:GetObject", "arn:aws:s3:::photos")),
    good: policyExample(allow("s3:GetObject", "arn:aws:s3:::photos/*")),
  },
  check: ({ policies }) =>
    policies
      .filter(isAboutResources)
      .flatMap((policy) => policy.statements.flatMap((statement) => resultOf(statement, policy) ?? [])),
};

/** Other resource policies are about the one resource that they stand on, however they write it. */
function isAboutResources({ kind, carrier }: Policy): boolean {
  return kind === "identity" || (kind === "resource" && carrier === "s3_bucket");
}

interface Mismatch {
  readonly action: string;
  readonly types: readonly ResourceType[];
}

/** One finding a statement: its resources are wrong for all of these actions. */
function resultOf(statement: Statement, policy: Policy): RuleResult | undefined {
  const { actions = [], resources } = statement;
  const first = resources?.[0];
  if (resources === undefined || first === undefined) return undefined;
  // What is no ARN is a fault of its own: IAM003.
  const patterns = resources.map(({ value }) => value).filter(mayBeArn);
  if (patterns.length === 0) return undefined;
  if (patterns.some((pattern) => /^\**$/.test(pattern) || pattern === unknownPart)) return undefined;
  const fits = remembered((types: readonly ResourceType[]) =>
    types.some((type) => patterns.some((resource) => canMean(resource, type))),
  );
  const mismatches = actions
    .filter(({ pattern }) => !pattern.isEverything && !fits(pattern.types))
    .filter(({ pattern }) => pattern.actions.length > 0)
    .map(({ pattern }): Mismatch => ({ action: pattern.text, types: pattern.types }));
  if (mismatches.length === 0) return undefined;
  return {
    severity: isSure(mismatches, patterns) ? "warning" : "info",
    message: messageOf(mismatches, patterns, statement),
    place: first.place,
    pointer: first.pointer,
    resource: policy.resource,
  };
}

/**
 * AWS does not document all that its services look at. Sure is only that a resource of one documented kind is none of
 * another, so kinds that are not documented, and actions that seem to know no resources, are worth a look and no more.
 */
function isSure(mismatches: readonly Mismatch[], resources: readonly string[]): boolean {
  const documented = mismatches.filter(({ action, types }) => types.length > 0 && !isTagging(action));
  return documented.length > 0 && resources.every(isOfDocumentedType);
}

/** The lists of what can be tagged lag behind. */
function isTagging(action: string): boolean {
  return expandAction(action).every(({ name, level }) => level === "tagging" || /Tags(?:For.*)?$/.test(name));
}

function isOfDocumentedType(resource: string): boolean {
  const types = serviceDetails(resource.split(":")[2] ?? "")?.resourceTypes ?? [];
  return types.some((type) => canMean(resource, type));
}

function messageOf(
  mismatches: readonly Mismatch[],
  resources: readonly string[],
  { effect }: Statement,
): string {
  const verb = effect === "Allow" ? "allows" : "denies";
  const onNothing = mismatches.filter(({ types }) => types.length === 0);
  const onOthers = mismatches.filter(({ types }) => types.length > 0);
  const on = resources.length === 1 ? `"${display(resources[0] ?? "")}"` : "these resources";
  const parts = [
    onOthers.length === 0
      ? ""
      : ` ${names(onOthers)} ${works(onOthers)} on ${typesOf(onOthers)}, and ${resources.length === 1 ? "this is" : "there is"} none.`,
    onNothing.length === 0 ? "" : ` ${names(onNothing)} ${works(onNothing)} on no resource, so only on "*".`,
  ];
  return `The statement ${verb} nothing of ${names(mismatches)} on ${on}.${parts.join("")}`;
}

function works(mismatches: readonly Mismatch[]): string {
  return mismatches.length === 1 ? "works" : "work";
}

function names(mismatches: readonly Mismatch[]): string {
  return listed(mismatches.map(({ action }) => action));
}

function typesOf(mismatches: readonly Mismatch[]): string {
  const types = new Set(mismatches.flatMap((mismatch) => mismatch.types));
  return listed([...types].map(({ name, arn }) => `${name} (${arn})`));
}

/** `a, b, c and 4 more`. */
function listed(texts: readonly string[]): string {
  const more = texts.length > 3 ? ` and ${texts.length - 3} more` : "";
  return texts.slice(0, 3).join(", ") + more;
}
