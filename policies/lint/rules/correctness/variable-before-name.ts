import { display } from "../../model/value";
import { allow, policyExample } from "../example";
import type { Rule, RuleResult } from "../rule";

/** A warning; the other rules read the variable as the account, region or partition that was meant. */
export const variableBeforeName: Rule = {
  id: "IAM108",
  name: "variable-before-name",
  severity: "warning",
  why: "IAM documents policy variables for a resource's name only, after the ARN's fifth colon. Before it the resource may match nothing, so an Allow grants nothing and a Deny forbids nothing.",
  whatToDo: "Write the account, region or partition itself, or *.",
  reference: "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html",
  examples: {
    bad: policyExample(allow("s3:GetObject", "arn:${aws:Partition}:s3:::photos/*")),
    good: policyExample(allow("s3:GetObject", "arn:aws:s3:::photos/${aws:username}/*")),
  },
  check: ({ policies }) =>
    policies.flatMap(({ statements, resource }) =>
      statements.flatMap(({ resources, notResources }) =>
        (resources ?? notResources ?? []).flatMap(({ value, expressions, place, pointer }): RuleResult[] => {
          const variable = value.includes("${") ? earlyVariable.exec(value)?.[1] : undefined;
          if (variable === undefined) return [];
          const message = `${variable} stands before the fifth colon of "${display(value, expressions)}", where IAM documents no variables. Write the account, region or partition itself, or *.`;
          return [{ severity: "warning", message, place, pointer, resource }];
        }),
      ),
    ),
};

/** A policy variable in the first five parts of an ARN. */
const earlyVariable = /^arn:(?:[^:$]*:){0,3}[^:$]*(\$\{[^}]*\})/;
