/** Statements that several documents need. */

import { checkedPrefix, exactArn, objectsArn, regionalArn } from "./arn";
import { onAnyResource } from "./any-resource";
import type { Location, S3Prefix, Statement } from "./types";

/** An Allow on exact actions and resources. @throws when no resource is named: IAM refuses an empty list at apply. */
export function allow(
  sid: string,
  actions: readonly string[],
  resources: readonly string[],
  condition?: Statement["Condition"],
): Statement {
  if (resources.length === 0) {
    throw new Error(`Statement ${sid} names no resource; leave it out, or name at least one.`);
  }
  return {
    Sid: sid,
    Effect: "Allow",
    Action: actions,
    Resource: resources,
    ...(condition === undefined ? {} : { Condition: condition }),
  };
}

/** Reads objects below the prefixes. */
export function readObjects(prefixes: readonly S3Prefix[], sid = "ReadObjects"): Statement {
  return allow(
    sid,
    ["s3:GetObject"],
    prefixes.map((prefix) => objectsArn(sid, prefix)),
  );
}

/** Writes objects below the prefixes, and gives up unfinished uploads. Nothing is deleted. */
export function writeObjects(prefixes: readonly S3Prefix[], sid = "WriteObjects"): Statement {
  return allow(
    sid,
    ["s3:AbortMultipartUpload", "s3:PutObject"],
    prefixes.map((prefix) => objectsArn(sid, prefix)),
  );
}

/**
 * Lists keys below the prefixes, one statement a bucket: without it S3 answers 403 instead of 404 for a missing object,
 * and `aws s3 sync` does not work.
 */
export function listObjects(prefixes: readonly S3Prefix[], sid = "ListObjects"): Statement[] {
  const byBucket = new Map<string, string[]>();
  for (const { bucketArn, prefix } of prefixes) {
    exactArn(`${sid}.bucketArn`, bucketArn, "s3");
    byBucket.set(bucketArn, [...(byBucket.get(bucketArn) ?? []), checkedPrefix(sid, prefix)]);
  }
  return [...byBucket].map(([bucketArn, keys], index) => {
    const condition = keys.includes("")
      ? undefined
      : { StringLike: { "s3:prefix": [...new Set(keys)].map((key) => `${key}*`) } };
    return allow(index === 0 ? sid : `${sid}${index + 1}`, ["s3:ListBucket"], [bucketArn], condition);
  });
}

/**
 * Writes to the streams of one existing log group; it cannot make groups, so that retention stays as configured.
 * @param options.listStreams for execution roles of SageMaker, which also looks its streams up.
 *   Source: SageMaker Developer Guide, "How to use SageMaker AI execution roles".
 */
export function writeLogs(logGroupArn: string, options: { listStreams?: boolean } = {}): Statement {
  const group = exactArn("logGroupArn", logGroupArn, "logs");
  const streams = `${group}:*`;
  return options.listStreams
    ? allow(
        "WriteLogs",
        ["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"],
        // Streams are listed of the group itself.
        [group, streams],
      )
    : allow("WriteLogs", ["logs:CreateLogStream", "logs:PutLogEvents"], [streams]);
}

/** Publishes metrics in the given CloudWatch namespaces only. */
export function publishMetrics(namespaces: readonly string[]): Statement {
  return onAnyResource("PublishMetrics", { StringEquals: { "cloudwatch:namespace": namespaces } });
}

/**
 * Looks at the alarms that roll a deployment back.
 * Source: SageMaker Developer Guide, "Auto-Rollback Configuration and Monitoring".
 */
export function readAlarms(alarmArns: readonly string[]): Statement {
  return allow("ReadRollbackAlarms", ["cloudwatch:DescribeAlarms"], alarmArns);
}

/** Publishes to the SNS topics. */
export function publishTo(topicArns: readonly string[], sid = "PublishNotifications"): Statement {
  return allow(
    sid,
    ["sns:Publish"],
    topicArns.map((arn) => exactArn("topicArn", arn, "sns")),
  );
}

/** Pulls from the repositories: the login, and the layers. */
export function pullImages(repositoryArns: readonly string[]): Statement[] {
  return [
    onAnyResource("LogInToRegistry"),
    allow(
      "PullImages",
      ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"],
      repositoryArns.map((arn) => exactArn("repositoryArn", arn, "ecr")),
    ),
  ];
}

/** Encrypts and decrypts data with the keys. */
export function useKeys(keyArns: readonly string[]): Statement {
  return allow(
    "UseKeys",
    ["kms:Decrypt", "kms:DescribeKey", "kms:GenerateDataKey"],
    keyArns.map((arn) => exactArn("keyArn", arn, "kms")),
  );
}

/** Decrypts only: enough to read encrypted objects. */
export function decryptWithKeys(keyArns: readonly string[]): Statement {
  return allow(
    "DecryptWithKeys",
    ["kms:Decrypt"],
    keyArns.map((arn) => exactArn("keyArn", arn, "kms")),
  );
}

/** Lets SageMaker hand a volume's key to EBS; the condition keeps the grant to AWS services. */
export function grantKeysToVolumes(keyArns: readonly string[]): Statement {
  return allow(
    "GrantKeysToVolumes",
    ["kms:CreateGrant"],
    keyArns.map((arn) => exactArn("volumeKeyArn", arn, "kms")),
    {
      Bool: { "kms:GrantIsForAWSResource": "true" },
    },
  );
}

/**
 * What SageMaker needs to put a job or model into a VPC.
 * Source of the list: SageMaker Developer Guide, execution role for a VPC configuration (sagemaker-roles).
 */
export function attachJobsToVpc(location: Location): Statement[] {
  return [
    onAnyResource("DescribeNetworkForJobs"),
    allow(
      "AttachJobsToVpc",
      [
        "ec2:CreateNetworkInterface",
        "ec2:CreateNetworkInterfacePermission",
        "ec2:DeleteNetworkInterface",
        "ec2:DeleteNetworkInterfacePermission",
      ],
      ["network-interface/*", "security-group/*", "subnet/*"].map((resource) =>
        regionalArn(location, "ec2", resource),
      ),
    ),
  ];
}
