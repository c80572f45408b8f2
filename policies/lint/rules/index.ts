import { allowNotAction } from "./allow-not-action";
import { allowNotResource } from "./allow-not-resource";
import { duplicateKey } from "./duplicate-key";
import { fullAccessManagedPolicy } from "./full-access-managed-policy";
import { notAnalysable } from "./not-analysable";
import type { Rule } from "./rule";
import { wildcardAction } from "./wildcard-action";
import { wildcardInServicePrefix } from "./wildcard-in-service-prefix";

/** All rules, by id. */
export const rules: readonly Rule[] = [
  notAnalysable,
  duplicateKey,
  wildcardInServicePrefix,
  wildcardAction,
  allowNotAction,
  allowNotResource,
  fullAccessManagedPolicy,
];
