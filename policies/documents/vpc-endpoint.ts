import { exactArn } from "./arn";
import { policyDocument } from "./document";
import type { Location, PolicyDocument, Statement } from "./types";
import { vpcEndpointActions, type VpcEndpointService } from "./vpc-endpoint-actions";

export interface InterfaceEndpointPolicyOptions {
  readonly service: VpcEndpointService;
  /** The only account whose principals may use the endpoint. */
  readonly accountId: string;
  /** What workloads need beside this project's own actions; exact names. @default none */
  readonly extraActions?: readonly string[];
}

/**
 * Policy of an interface endpoint: this account's principals, this project's actions. It only limits what identity
 * policies grant, so the resource may stay open.
 */
export function interfaceEndpointPolicy(options: InterfaceEndpointPolicyOptions): PolicyDocument {
  const extra = (options.extraActions ?? []).map(exactAction);
  const actions: readonly string[] = vpcEndpointActions[options.service];
  return policyDocument(ownAccountOnly([...new Set([...actions, ...extra])].sort(), options.accountId));
}

/** The statement of an interface endpoint's policy, for actions that may be a Terraform expression. */
export function ownAccountOnly(actions: readonly string[], accountId: string): Statement {
  return {
    Sid: "OwnAccountOnly",
    Effect: "Allow",
    Principal: "*",
    Action: actions,
    Resource: "*",
    Condition: { StringEquals: { "aws:PrincipalAccount": accountId } },
  };
}

function exactAction(action: string): string {
  if (!/^[a-z0-9-]+:[A-Za-z0-9]+$/.test(action)) {
    throw new Error(
      `extraActions holds "${action}"; it must be an exact action like s3:GetObject, without wildcards.`,
    );
  }
  return action;
}

export interface S3EndpointPolicyOptions {
  readonly location: Location;
  /** The project's own buckets, or all buckets that the account owns: a network is there before the buckets are. */
  readonly bucketArns: readonly string[] | "own-account";
  /** What runs in the network and fetches from AWS's own buckets. @default nothing */
  readonly images?: {
    /** Containers are pulled from ECR, which serves layers from S3. */
    readonly containers?: boolean;
    /** Hosts install packages from Amazon Linux' repositories. */
    readonly amazonLinux?: boolean;
    /** Hosts run the Systems Manager agent, which updates itself from S3. */
    readonly systemsManager?: boolean;
  };
}

/** Policy of the S3 gateway endpoint: the project's buckets, and read-only the buckets that AWS's own images need. */
export function s3EndpointPolicy(options: S3EndpointPolicyOptions): PolicyDocument {
  const { location, images = {} } = options;
  return policyDocument(
    options.bucketArns.length > 0 ? ownBuckets(location.accountId, options.bucketArns) : undefined,
    images.containers ? readAwsBuckets("ReadImageLayers", location, imageLayerBuckets) : undefined,
    images.amazonLinux ? readAwsBuckets("ReadAmazonLinuxPackages", location, amazonLinuxBuckets) : undefined,
    images.systemsManager ? readAwsBuckets("ReadAgentPackages", location, agentBuckets) : undefined,
  );
}

function ownBuckets(accountId: string, bucketArns: readonly string[] | "own-account"): Statement {
  const isOwnAccount = bucketArns === "own-account";
  const buckets = isOwnAccount ? [] : bucketArns.map((arn) => exactArn("bucketArns", arn, "s3"));
  return {
    Sid: "OwnBuckets",
    Effect: "Allow",
    Principal: "*",
    Action: [
      "s3:AbortMultipartUpload",
      "s3:GetBucketLocation",
      "s3:GetObject",
      "s3:ListBucket",
      "s3:ListMultipartUploadParts",
      "s3:PutObject",
    ],
    Resource: isOwnAccount ? "*" : [...buckets, ...buckets.map((arn) => `${arn}/*`)],
    Condition: {
      StringEquals: {
        "aws:PrincipalAccount": accountId,
        ...(isOwnAccount ? { "aws:ResourceAccount": accountId } : {}),
      },
    },
  };
}

/** Requests to AWS's own buckets are anonymous or signed by AWS, so no condition on the account can hold. */
function readAwsBuckets(
  sid: string,
  location: Location,
  buckets: (region: string) => readonly string[],
): Statement {
  return {
    Sid: sid,
    Effect: "Allow",
    Principal: "*",
    Action: ["s3:GetObject"],
    Resource: buckets(location.region).map((bucket) => `arn:${location.partition}:s3:::${bucket}/*`),
  };
}

/** Source: ECR User Guide, "Minimum Amazon S3 bucket permissions for Amazon ECR". */
const imageLayerBuckets = (region: string) => [`prod-${region}-starport-layer-bucket`];

/** Source: Amazon Linux 2023 User Guide, "Using AL2023 repositories through S3 VPC endpoints"; Amazon Linux 2 likewise. */
const amazonLinuxBuckets = (region: string) => [
  `al2023-repos-${region}-de612dc2`,
  `amazonlinux-2-repos-${region}`,
];

/** Source: Systems Manager User Guide, "SSM Agent communications with AWS managed S3 buckets"; CloudWatch agent likewise. */
const agentBuckets = (region: string) => [
  `amazon-ssm-${region}`,
  `amazon-ssm-packages-${region}`,
  `amazoncloudwatch-agent-${region}`,
];
