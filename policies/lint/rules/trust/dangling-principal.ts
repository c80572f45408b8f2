import { isUniqueId, namedPrincipal } from "../../model/principal-elements";
import type { Element, Policy, Statement } from "../../model/types";
import { policyExample } from "../example";
import { removeEntry } from "../fixes";
import type { Rule, RuleResult } from "../rule";

export const danglingPrincipal: Rule = {
  id: "IAM405",
  name: "dangling-principal",
  severity: "warning",
  why: "IAM shows a unique id (AROA…, AIDA…) where the role or user that was named has been deleted. Nobody has that id again: the entry does nothing, and a new principal of the old name is not meant by it.",
  whatToDo: "Remove the entry, or name the principal that has taken its place by its ARN.",
  reference:
    "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-unique-ids",
  examples: {
    bad: policyExample({
      Effect: "Allow",
      Principal: { AWS: "AROADBQP57FF2AEXAMPLE" },
      Action: "sqs:SendMessage",
      Resource: "arn:aws:sqs:eu-west-1:111122223333:jobs",
    }),
    good: policyExample({
      Effect: "Allow",
      Principal: { AWS: "arn:aws:iam::111122223333:role/producer" },
      Action: "sqs:SendMessage",
      Resource: "arn:aws:sqs:eu-west-1:111122223333:jobs",
    }),
  },
  check: ({ policies }) =>
    policies.flatMap((policy) =>
      policy.statements.flatMap((statement) =>
        [...inPrincipals(statement), ...inConditions(statement)].map((found) => toResult(policy, found)),
      ),
    ),
};

interface Dangling {
  readonly id: string;
  readonly element: Element;
  /** What stands in one list with it. */
  readonly list: readonly Element[];
}

function inPrincipals({ principals = [], notPrincipals = [] }: Statement): Dangling[] {
  return [...principals, ...notPrincipals].flatMap((element) => {
    const principal = namedPrincipal(element);
    if (principal.kind !== "unique-id") return [];
    const list = [...principals, ...notPrincipals].filter((other) => listOf(other) === listOf(element));
    return [{ id: principal.id, element, list }];
  });
}

/** `aws:PrincipalArn` holds ARNs; unique ids belong into `aws:userid`, where they are right. */
function inConditions({ conditions }: Statement): Dangling[] {
  return conditions
    .filter(({ key }) => key.toLowerCase() === "aws:principalarn")
    .flatMap(({ values }) =>
      values
        .filter(({ value }) => isUniqueId(value))
        .map((element) => ({ id: element.value, element, list: values })),
    );
}

/** The pointer of the list that an entry stands in. */
function listOf({ pointer }: Element): string {
  return pointer.replace(/\/\d+$/, "");
}

function toResult(policy: Policy, { id, element, list }: Dangling): RuleResult {
  const { place, pointer } = element;
  const fix = removeEntry(element, list, "Remove what is left of the deleted principal");
  return {
    severity: "warning",
    message: `"${id}" is what is left of a deleted principal; it matches nobody. Remove it, or name its successor by ARN.`,
    place,
    pointer,
    resource: policy.resource,
    ...(fix === undefined ? {} : { fix }),
  };
}
