import type { Rule } from "../rule";
import { noMfa } from "./no-mfa";
import { oldKey } from "./old-key";
import { orphanFunctionRole } from "./orphan-function-role";
import { rootCredentials } from "./root-credentials";
import { staleRole } from "./stale-role";
import { twoActiveKeys } from "./two-active-keys";
import { unattachedPolicy } from "./unattached-policy";
import { unusedKey } from "./unused-key";
import { unusedServicePermissions } from "./unused-service-permissions";

/** What is left over or badly kept: IAM5xx. */
export const hygieneRules: readonly Rule[] = [
  staleRole,
  unusedServicePermissions,
  orphanFunctionRole,
  unattachedPolicy,
  oldKey,
  unusedKey,
  noMfa,
  rootCredentials,
  twoActiveKeys,
];
