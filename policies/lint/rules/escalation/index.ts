import type { Rule } from "../rule";

/** Ways to more permissions than were given: IAM3xx. */
export const escalationRules: readonly Rule[] = [];
