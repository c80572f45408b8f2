import type { Rule } from "../rule";
import { conditionDoesNotNarrow } from "./condition-does-not-narrow";
import { mfaPattern } from "./mfa-pattern";
import { resourceTypeMismatch } from "./resource-type-mismatch";
import { unknownAction } from "./unknown-action";
import { unknownCondition } from "./unknown-condition";
import { unknownService } from "./unknown-service";
import { variableBeforeName } from "./variable-before-name";
import { wildcardInServicePrefix } from "./wildcard-in-service-prefix";

/** What does not mean what it seems to mean: IAM1xx. */
export const correctnessRules: readonly Rule[] = [
  unknownService,
  unknownAction,
  resourceTypeMismatch,
  unknownCondition,
  conditionDoesNotNarrow,
  mfaPattern,
  wildcardInServicePrefix,
  variableBeforeName,
];
