import { knownServices } from "../../model/actions";
import { describeActions, serviceOf } from "../../model/describe-actions";
import { remainingOfPattern, type Remaining } from "../../model/grants";
import { allow, policyExample } from "../example";
import type { Rule, RuleResult } from "../rule";
import { checkAllows, describeScope, granting, type Allow } from "./allows";

/** From this share of all services on, what Denies leave of everything still is everything. */
const nearlyAll = 0.5;

export const allActions: Rule = {
  id: "IAM201",
  name: "all-actions",
  severity: "error",
  why: "Who may do everything may also give everything to others, and undo what would have stopped it.",
  whatToDo:
    "Name the actions that are used. Administrators get their rights by a role that people assume, with MFA.",
  reference: "https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#grant-least-privilege",
  examples: {
    bad: policyExample(allow("*")),
    good: policyExample(allow("s3:GetObject", "arn:aws:s3:::photos/*")),
  },
  check: (model) => checkAllows(model, granting, checkStatement),
};

/** Whether what is left of everything is to be called so; what is less belongs to `wildcard-action`. */
export function isNearlyEverything(remaining: Remaining): boolean {
  if (remaining.kind !== "some") return remaining.kind === "all";
  const services = new Set(remaining.actions.map(({ name }) => serviceOf(name)));
  return services.size >= knownServices().length * nearlyAll;
}

function checkStatement({ statement, policy, boundaries }: Allow): RuleResult[] {
  return statement.entries.wildcard
    .filter(({ pattern }) => pattern.isEverything)
    .flatMap(({ value, place, pointer }) => {
      const remaining = remainingOfPattern(value, statement, policy, boundaries);
      if (!isNearlyEverything(remaining)) return [];
      const what =
        remaining.kind === "some"
          ? `allows, after what is denied, ${describeActions(remaining.actions)}`
          : "allows every action of every service";
      return [
        {
          severity: "error" as const,
          message: `"${value}" ${what} ${describeScope(statement)}. Name the actions that are used.`,
          place,
          pointer,
          resource: policy.resource,
        },
      ];
    });
}
