import type { Rule } from "../rule";
import { duplicateKey } from "./duplicate-key";
import { illegalCharacters } from "./illegal-characters";
import { missingPermission } from "./missing-permission";
import { notAnalysable } from "./not-analysable";
import { oldVersionWithVariable } from "./old-version-with-variable";
import { sizeLimit } from "./size-limit";
import { suppression } from "./suppression";
import { syntax } from "./syntax";

/** What could not be read, or is no policy: IAM0xx. */
export const inputRules: readonly Rule[] = [
  notAnalysable,
  duplicateKey,
  syntax,
  sizeLimit,
  illegalCharacters,
  oldVersionWithVariable,
  missingPermission,
  suppression,
];
