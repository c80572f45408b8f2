import type { Rule } from "../rule";
import { duplicateKey } from "./duplicate-key";
import { notAnalysable } from "./not-analysable";
import { suppression } from "./suppression";

/** What could not be read, or is no policy: IAM0xx. */
export const inputRules: readonly Rule[] = [notAnalysable, duplicateKey, suppression];
