import type { Rule } from "../rule";
import { allActions } from "./all-actions";
import { allowNotAction } from "./allow-not-action";
import { allowNotResource } from "./allow-not-resource";
import { dataReadOnStar } from "./data-read-on-star";
import { fullAccessManagedPolicy } from "./full-access-managed-policy";
import { fullAccessToInvoke } from "./full-access-to-invoke";
import { invokeEndpointOnStar } from "./invoke-endpoint-on-star";
import { wildcardAction } from "./wildcard-action";
import { writeOnStar } from "./write-on-star";
import { wrongServiceManagedPolicy } from "./wrong-service-managed-policy";

/** What grants more than a task needs: IAM2xx. */
export const breadthRules: readonly Rule[] = [
  allActions,
  wildcardAction,
  writeOnStar,
  allowNotAction,
  allowNotResource,
  fullAccessManagedPolicy,
  dataReadOnStar,
  invokeEndpointOnStar,
  fullAccessToInvoke,
  wrongServiceManagedPolicy,
];
