import type { Rule } from "../rule";
import { allowNotAction } from "./allow-not-action";
import { allowNotResource } from "./allow-not-resource";
import { fullAccessManagedPolicy } from "./full-access-managed-policy";
import { wildcardAction } from "./wildcard-action";

/** What grants more than a task needs: IAM2xx. */
export const breadthRules: readonly Rule[] = [
  wildcardAction,
  allowNotAction,
  allowNotResource,
  fullAccessManagedPolicy,
];
