import type { Rule } from "../rule";

/** Who else is let in: IAM4xx. */
export const trustRules: readonly Rule[] = [];
