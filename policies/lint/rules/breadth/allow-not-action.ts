import { expandAction } from "../../model/action-pattern";
import { describeActions } from "../../model/describe-actions";
import { isOnEverything, remainingOfNotAction } from "../../model/grants";
import { coversAction } from "../../model/patterns";
import type { Policy, Statement } from "../../model/types";
import { display } from "../../model/value";
import { allow, policyExample } from "../example";
import type { Rule, RuleResult } from "../rule";
import { checkAllows, granting, type Allow } from "./allows";

export const allowNotAction: Rule = {
  id: "IAM204",
  name: "allow-not-action",
  severity: "error",
  why: "Allow with NotAction grants everything except what is listed: every other service, and every action that AWS will add.",
  whatToDo: "List the allowed actions under Action. To take something away from a broader grant, use a Deny.",
  reference: "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notaction.html",
  examples: {
    bad: policyExample({ Effect: "Allow", NotAction: "iam:*", Resource: "*" }),
    good: policyExample(allow("s3:GetObject", "arn:aws:s3:::photos/*")),
  },
  check: (model) => checkAllows(model, granting, checkStatement),
};

function checkStatement({ statement, policy, boundaries }: Allow): RuleResult[] {
  const { notActions, pointer, place } = statement;
  if (notActions === undefined) return [];
  const remaining = remainingOfNotAction(statement, policy, boundaries);
  if (remaining.kind === "nothing") return [];
  const listed = notActions.map(({ value }) => display(value)).join(", ") || "nothing";
  const rest =
    remaining.kind === "some" ? `; after what is denied, that is ${describeActions(remaining.actions)}` : "";
  const together =
    remaining.kind === "all" && othersGrantTheRest(statement, policy)
      ? "; together with the other statements that do so, every action there is"
      : "";
  return [
    {
      severity: "error",
      message: `Allows every action except ${listed}${rest}${together}. List the allowed actions under Action instead.`,
      place: notActions[0]?.place ?? place,
      pointer: `${pointer}/NotAction`,
      resource: policy.resource,
    },
  ];
}

/** Statements add up: what one leaves out, another one may grant. */
function othersGrantTheRest(statement: Statement, policy: Policy): boolean {
  const others = [policy, ...policy.siblings]
    .flatMap(({ statements }) => statements)
    .filter((other) => other !== statement && other.effect === "Allow" && other.notActions !== undefined);
  if (others.length === 0 || !isOnEverything(statement)) return false;
  const leftOut = (statement.notActions ?? []).flatMap(({ value }) => expandAction(value));
  return (
    leftOut.length > 0 &&
    leftOut.every(({ name }) =>
      others.some(
        (other) => isOnEverything(other) && !other.notActions?.some(({ value }) => coversAction(value, name)),
      ),
    )
  );
}
