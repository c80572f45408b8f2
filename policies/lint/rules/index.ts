import { breadthRules } from "./breadth";
import { correctnessRules } from "./correctness";
import { escalationRules } from "./escalation";
import { hygieneRules } from "./hygiene";
import { inputRules } from "./input";
import type { Rule } from "./rule";
import { trustRules } from "./trust";

/** All rules, by id. */
export const rules: readonly Rule[] = [
  ...inputRules,
  ...correctnessRules,
  ...breadthRules,
  ...escalationRules,
  ...trustRules,
  ...hygieneRules,
];
