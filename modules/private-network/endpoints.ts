/** Endpoints: how private subnets reach AWS without the internet. */
import type { Construct } from "constructs";
import { DataAwsCallerIdentity } from "@cdktf/provider-aws/lib/data-aws-caller-identity";
import { DataAwsPartition } from "@cdktf/provider-aws/lib/data-aws-partition";
import { DataAwsRegion } from "@cdktf/provider-aws/lib/data-aws-region";
import { SecurityGroup } from "@cdktf/provider-aws/lib/security-group";
import { VpcEndpoint } from "@cdktf/provider-aws/lib/vpc-endpoint";
import { ownAccountOnly, s3EndpointPolicy, vpcEndpointActions } from "../../policies/documents";
import { accept } from "../shared/accept";
import { eachOf, type Collection } from "../shared/expressions";
import { toTerraform } from "../shared/inputs";
import { policyJson } from "../shared/policy";
import { Fn, TerraformLocal } from "../shared/tf";

/** Where the network is, as Terraform finds out. */
export interface Surroundings {
  readonly region: string;
  readonly accountId: string;
  readonly partition: string;
  /** What AWS's service names begin with: `com.amazonaws`, in China `cn.com.amazonaws`. */
  readonly servicePrefix: string;
}

export function surroundingsOf(scope: Construct): Surroundings {
  const partition = new DataAwsPartition(scope, "current_partition", {});
  return {
    region: new DataAwsRegion(scope, "current", {}).region,
    accountId: new DataAwsCallerIdentity(scope, "current_account", {}).accountId,
    partition: partition.partition,
    servicePrefix: partition.reverseDnsPrefix,
  };
}

type Named = (suffix: string) => Record<string, string>;

/** S3's gateway endpoint: free, and open for the account's buckets and those that AWS's own images need. */
export function makeS3Endpoint(
  scope: Construct,
  vpcId: string,
  routeTableIds: string[],
  { servicePrefix, ...location }: Surroundings,
  named: Named,
): VpcEndpoint {
  const policy = s3EndpointPolicy({
    location,
    bucketArns: "own-account",
    images: { containers: true, amazonLinux: true, systemsManager: true },
  });
  return new VpcEndpoint(scope, "s3", {
    vpcId,
    vpcEndpointType: "Gateway",
    serviceName: `${servicePrefix}.${location.region}.s3`,
    routeTableIds,
    policy: policyJson(scope, "s3_endpoint", policy.Statement),
    tags: named("s3"),
  });
}

/** The one security group of all interface endpoints. It lets in the clients that ask for services, and nobody else. */
export function makeEndpointsGroup(
  scope: Construct,
  vpcId: string,
  name: string,
  named: Named,
): SecurityGroup {
  const group = new SecurityGroup(scope, "endpoints", {
    name: `${name}-endpoints`,
    description: `Interface endpoints of ${name}`,
    vpcId,
    tags: named("endpoints"),
  });
  accept(
    group,
    "CKV2_AWS_5",
    "As long as no client asks for a service there is no endpoint to attach it to.",
  );
  return group;
}

export interface InterfaceEndpointsOptions {
  readonly vpcId: string;
  readonly subnetIds: string[];
  readonly securityGroupId: string;
  /** May be a Terraform expression. */
  readonly services: string[];
  /** The input of that name, or nothing. */
  readonly endpointActions?: object;
}

/** One interface endpoint for each service, in every subnet; its policy admits this account's principals and known actions. */
export function makeInterfaceEndpoints(
  scope: Construct,
  options: InterfaceEndpointsOptions,
  { region, accountId, servicePrefix }: Surroundings,
  named: Named,
): Collection<VpcEndpoint> {
  const known = new TerraformLocal(scope, "endpoint_actions", vpcEndpointActions);
  const added = toTerraform(options.endpointActions ?? {});
  return eachOf(options.services, ({ forEach, value: service }) => {
    const knownActions = Fn.lookup(known.expression, service, []) as string[];
    const addedActions = Fn.lookup(added, service, []) as string[];
    const actions = Fn.setunion(knownActions, [addedActions]);
    return new VpcEndpoint(scope, "interface", {
      forEach,
      vpcId: options.vpcId,
      vpcEndpointType: "Interface",
      // SageMaker's notebook service alone has a name of its own kind.
      serviceName: Fn.lookup(
        { notebook: `aws.sagemaker.${region}.notebook` },
        service,
        `${servicePrefix}.${region}.${service}`,
      ) as string,
      privateDnsEnabled: true,
      subnetIds: options.subnetIds,
      securityGroupIds: [options.securityGroupId],
      policy: Fn.jsonencode({
        Version: "2012-10-17",
        Statement: [ownAccountOnly(actions, accountId)],
      }),
      tags: named(service),
    });
  });
}
