import type { ActionPattern } from "../../model/action-pattern";
import { listNames } from "../../model/describe-actions";
import { StarQuery, starGrants, type StarGrant } from "../../model/grants";
import { partOf } from "../../model/parts";
import { isInvocation } from "../../model/sensitive-actions";
import { allow, policyExample } from "../example";
import type { Fix, Rule, RuleResult } from "../rule";
import { checkAllows, describeScope, type Allow } from "./allows";
import { invokeOnly } from "./invoke-only";

export const invokeEndpointOnStar: Rule = {
  id: "IAM208",
  name: "invoke-endpoint-on-star",
  severity: "warning",
  why: "Who may invoke every endpoint can query, and pay for, every model of the account, those of other teams too.",
  whatToDo: "Name the endpoint that is invoked.",
  reference: "https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonsagemaker.html",
  examples: {
    bad: policyExample(allow("sagemaker:InvokeEndpoint")),
    good: policyExample(
      allow("sagemaker:InvokeEndpoint", "arn:aws:sagemaker:us-east-1:111122223333:endpoint/classifier"),
    ),
  },
  check: (model) =>
    checkAllows(model, ["identity"], (allowed) =>
      checkStatement(allowed, () => invokeOnly(partOf(allowed.policy, model))),
    ),
};

/** `sagemaker:Invoke*` is this fault; `sagemaker:*` is a greater one, which `wildcard-action` names. */
function isOwnMatter({ text }: ActionPattern): boolean {
  return /^sagemaker:invoke/i.test(text);
}

const invocationsOnStar = new StarQuery("data", isInvocation, isOwnMatter);

/** Whether a pattern stands for invocations on everything: then this rule speaks, and no other. */
export function invokesOnStar(pattern: ActionPattern, allowed: Allow): boolean {
  if (allowed.policy.kind !== "identity" || !isOwnMatter(pattern)) return false;
  return invocations(allowed).some(({ element }) => element?.pattern === pattern);
}

function invocations({ statement, policy, boundaries }: Allow): readonly StarGrant[] {
  return starGrants(statement, policy, boundaries, invocationsOnStar);
}

function checkStatement(allowed: Allow, fix: () => Fix): RuleResult[] {
  const { statement, policy } = allowed;
  if (statement.actions === undefined || statement.notResources !== undefined) return [];
  const grants = invocations(allowed);
  const element = grants[0]?.element;
  if (element == null) return [];
  return [
    {
      severity: "warning",
      message: `${listNames(grants.map(({ action }) => action.name))} can invoke every endpoint, ${describeScope(statement)}. Name the endpoint's ARN.`,
      place: element.place,
      pointer: element.pointer,
      resource: policy.resource,
      fix: fix(),
    },
  ];
}
