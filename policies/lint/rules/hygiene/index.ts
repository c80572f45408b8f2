import type { Rule } from "../rule";

/** What is left over or badly kept: IAM5xx. */
export const hygieneRules: readonly Rule[] = [];
