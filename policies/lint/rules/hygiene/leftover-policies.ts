import type { AccountFacts, ManagedPolicyFacts } from "../../model/account";
import type { Model } from "../../model/types";
import { doubtAboutFunctions, namedFunctions } from "./function-roles";

/** Lambda's console names a function's policy `AWSLambdaBasicExecutionRole-<uuid>`, and others likewise. */
export function isLeftByConsole(policyName: string): boolean {
  return /^AWSLambda\w+-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(policyName);
}

export interface LeftoverPolicy {
  readonly policy: ManagedPolicyFacts;
  /** Functions that it names, and that do not exist. */
  readonly missingFunctions: readonly string[];
}

/** Policies of Lambda's console that are attached to nothing. */
export function leftoverPolicies(model: Model, account: AccountFacts): LeftoverPolicy[] {
  const functions = new Set(account.functions.map(({ name }) => name));
  const areFunctionsKnown = doubtAboutFunctions(account) === null;
  return account.managedPolicies
    .filter(
      ({ name, attachmentCount, boundaryCount }) =>
        attachmentCount + boundaryCount === 0 && isLeftByConsole(name),
    )
    .map((policy) => {
      const documents = model.policies.filter(({ resource }) => resource === policy.arn);
      const missingFunctions = namedFunctions(documents).filter((name) => !functions.has(name));
      return { policy, missingFunctions: areFunctionsKnown ? missingFunctions : [] };
    });
}
