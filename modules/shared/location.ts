/** Where a module's resources are, for the ARNs it has to write before they exist. */
import { DataAwsCallerIdentity } from "@cdktf/provider-aws/lib/data-aws-caller-identity";
import { DataAwsPartition } from "@cdktf/provider-aws/lib/data-aws-partition";
import { DataAwsRegion } from "@cdktf/provider-aws/lib/data-aws-region";
import type { Construct } from "constructs";
import type { Location } from "../../policies/documents/types";

/** Looked up, so that a module works in whatever region and account its provider is set to. Once a construct. */
export function locationOf(scope: Construct): Location {
  return {
    partition: new DataAwsPartition(scope, "current_partition", {}).partition,
    region: new DataAwsRegion(scope, "current_region", {}).region,
    accountId: new DataAwsCallerIdentity(scope, "current_account", {}).accountId,
  };
}
