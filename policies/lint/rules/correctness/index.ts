import type { Rule } from "../rule";
import { wildcardInServicePrefix } from "./wildcard-in-service-prefix";

/** What does not mean what it seems to mean: IAM1xx. */
export const correctnessRules: readonly Rule[] = [wildcardInServicePrefix];
