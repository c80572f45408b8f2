import type { AccountFacts } from "../../model/account";
import type { Model } from "../../model/types";
import { terraformExample } from "../example";
import type { Rule, RuleOptions, RuleResult } from "../rule";
import { isOnlyForFunctions, leftoverRoles, type LeftoverRole } from "./function-roles";
import { isLeftByConsole, leftoverPolicies } from "./leftover-policies";
import { rolesWithoutFunction } from "./unused-function-roles";

/**
 * High confidence: no function uses the role, and its policies name a function that is gone, or it was not used for long.
 * Where functions could not be listed everywhere, it is only an information: a function may be there.
 */
export const orphanFunctionRole: Rule = {
  id: "IAM503",
  name: "orphan-function-role",
  severity: "warning",
  why: "Deleting a function leaves its role and its policy. Whoever may pass roles can give their permissions to a new function.",
  whatToDo:
    "Delete the role and the policies that only it has; in Terraform, remove them together with the function.",
  reference: "https://docs.aws.amazon.com/lambda/latest/dg/lambda-intro-execution-role.html",
  examples: {
    bad: terraformExample({
      aws_iam_role: { resizer: { assume_role_policy: trustOf("lambda.amazonaws.com") } },
    }),
    good: terraformExample({
      aws_iam_role: { resizer: { assume_role_policy: trustOf("lambda.amazonaws.com") } },
      aws_lambda_function: { resizer: { function_name: "resizer", role: "${aws_iam_role.resizer.arn}" } },
    }),
  },
  check: (model, options) => [
    ...model.accounts.flatMap((account) => checkAccount(model, account, options)),
    ...checkTerraform(model),
  ],
};

function trustOf(service: string): string {
  return JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Principal: { Service: service }, Action: "sts:AssumeRole" }],
  });
}

function checkAccount(model: Model, account: AccountFacts, options: RuleOptions): RuleResult[] {
  return [
    ...leftoverRoles(model, account, options).map((leftover) => describeRole(leftover, account)),
    ...leftoverPolicies(model, account).map(({ policy, missingFunctions }): RuleResult => {
      const gone = missingFunctions.length > 0 ? ` and names ${functionsThatAreGone(missingFunctions)}` : "";
      return {
        severity: "warning",
        confidence: missingFunctions.length > 0 && account.regions.all ? "high" : "medium",
        message: `Lambda's console made this policy for a function's role; it is attached to nothing${gone}. Delete it.`,
        place: policy.place,
        pointer: policy.pointer,
        resource: policy.arn,
      };
    }),
  ];
}

function describeRole(leftover: LeftoverRole, account: AccountFacts): RuleResult {
  const { role, principal, missingFunctions, idle, doubt, someRegions } = leftover;
  const { place, pointer } = role;
  const where = someRegions ? `in ${account.regions.names.join(", ")}` : "in any region";
  const evidence = [
    `only Lambda may assume the role, and no function ${doubt === null ? where : "that was seen"} uses it`,
    ...(missingFunctions.length > 0 ? [`its policies name ${functionsThatAreGone(missingFunctions)}`] : []),
    ...(idle === null ? [] : [`it ${idle.words}`]),
  ];
  const words = evidence.join("; ");
  const facts = `${words.charAt(0).toUpperCase()}${words.slice(1)}.`;
  const common = { place, pointer, resource: role.arn };
  if (doubt !== null) {
    const message = `${facts} Whether it is left over cannot be told: ${doubt}.`;
    return { ...common, severity: "info", message };
  }
  const policies = principal.policies
    .flatMap(({ resource }) => account.managedPolicies.find(({ arn }) => arn === resource) ?? [])
    .filter(({ name, attachmentCount }) => attachmentCount === 1 && isLeftByConsole(name))
    .map(({ name }) => name);
  const withPolicies = policies.length > 0 ? `, and its policy ${policies.join(", ")}` : "";
  const isSure = (missingFunctions.length > 0 || idle !== null) && !someRegions;
  return {
    ...common,
    severity: "warning",
    confidence: isSure ? "high" : "medium",
    message: `${facts} Delete the role${withPolicies}.`,
  };
}

function functionsThatAreGone(names: readonly string[]): string {
  return names.length === 1
    ? `the function ${names[0] ?? ""}, which does not exist`
    : `the functions ${names.join(", ")}, which do not exist`;
}

function checkTerraform(model: Model): RuleResult[] {
  return rolesWithoutFunction(model)
    .filter(isOnlyForFunctions)
    .map(({ place, resource }) => ({
      severity: "warning",
      confidence: "medium",
      message:
        "Only Lambda may assume the role, and no function of this input uses it. Remove it, if no function elsewhere was given it by its name.",
      place,
      pointer: "",
      resource,
    }));
}
