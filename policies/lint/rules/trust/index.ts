import type { Rule } from "../rule";
import { crossAccountRoot } from "./cross-account-root";
import { danglingPrincipal } from "./dangling-principal";
import { oidcSubject } from "./oidc-subject";
import { serviceWithoutSource } from "./service-without-source";
import { thirdPartyWithoutExternalId } from "./third-party-without-external-id";
import { wildcardPrincipal } from "./wildcard-principal";

/** Who else is let in: IAM4xx. */
export const trustRules: readonly Rule[] = [
  wildcardPrincipal,
  crossAccountRoot,
  thirdPartyWithoutExternalId,
  oidcSubject,
  danglingPrincipal,
  serviceWithoutSource,
];
