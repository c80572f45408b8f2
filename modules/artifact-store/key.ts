/** The key that everything in the store is encrypted with. */
import type { Construct } from "constructs";
import { KmsAlias } from "@cdktf/provider-aws/lib/kms-alias";
import { KmsKey } from "@cdktf/provider-aws/lib/kms-key";
import { keyPolicy, type Location } from "../../policies/documents";
import type { ValuesOf } from "../shared/inputs";
import { policyJson } from "../shared/policy";
import type { inputs } from "./inputs";

/** What handles the store's objects, and the volumes, queues and logs of the jobs that work on them. */
const VIA_SERVICES = ["ec2", "lambda", "s3", "sagemaker", "sqs", "ssm"];

/** Groups of the jobs, functions and networks of this account, so that one key can serve a whole platform. */
const LOG_GROUP_PREFIXES = ["/aws/lambda/", "/aws/sagemaker/", "/aws/vendedlogs/", "/vpc/"];

export interface StoreKeys {
  readonly key: KmsKey;
  readonly alias: KmsAlias;
}

export function makeKey(
  scope: Construct,
  p: ValuesOf<typeof inputs>,
  around: { location: Location; dnsSuffix: string },
): StoreKeys {
  const policy = keyPolicy({
    ...around,
    viaServices: VIA_SERVICES,
    logGroupNamePrefixes: LOG_GROUP_PREFIXES,
  });
  const key = new KmsKey(scope, "key", {
    description: `Encrypts the artifacts of ${p.name}`,
    enableKeyRotation: true,
    rotationPeriodInDays: p.keyRotationDays,
    deletionWindowInDays: p.keyDeletionWindowDays,
    policy: policyJson(scope, "key_policy", policy.Statement),
    tags: p.tags,
  });
  const alias = new KmsAlias(scope, "key_alias", { name: `alias/${p.name}`, targetKeyId: key.keyId });
  return { key, alias };
}
