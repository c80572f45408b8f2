import { grantsOf, type Grant } from "../../model/subject-grants";
import { subjects, type Subject } from "../../model/subjects";
import type { Model } from "../../model/types";
import type { RuleResult } from "../rule";
import { breadthSpeaks } from "./breadth-speaks";
import { byStatement, describeGrants, startWith, whereOf, withoutRepeats } from "./report";

/** One error for each statement that grants actions of the table so that `isRisky` says so. */
export function singleActionFindings(
  model: Model,
  actions: ReadonlyMap<string, string | null>,
  isRisky: (grant: Grant, subject: Subject) => boolean,
  describe: (who: string, grants: string) => string,
): RuleResult[] {
  const results = subjects(model).flatMap((subject) => {
    const grants = grantsOf(subject);
    if (grants.size === 0) return [];
    const risky = [...actions.keys()]
      .flatMap((action) => grants.get(action) ?? [])
      .filter((grant) => isRisky(grant, subject) && !breadthSpeaks(grant));
    return byStatement(risky).flatMap((list): RuleResult[] => {
      const [first] = list;
      if (first === undefined) return [];
      const path = actions.get(first.action) ?? undefined;
      return [
        {
          severity: "error",
          message: `${describe(startWith(subject, list), describeGrants(list))}`,
          ...whereOf(model, subject, first),
          ...(path === undefined ? {} : { path }),
        },
      ];
    });
  });
  return withoutRepeats(results);
}
