import { onAnyResource } from "./any-resource";
import { exactArn, regionalArn } from "./arn";
import { policyDocument } from "./document";
import { allow, listObjects, publishMetrics, readObjects, useKeys, writeLogs, writeObjects } from "./parts";
import type { Location, PolicyDocument, S3Prefix, Statement } from "./types";

export interface TrainingHostPolicyOptions {
  readonly location: Location;
  /** Code, bootstrap archive and datasets. */
  readonly readPrefixes: readonly S3Prefix[];
  /** Models and checkpoints. */
  readonly writePrefixes: readonly S3Prefix[];
  /** The SSM parameter by which the host says that it is ready. */
  readonly readyParameterArn: string;
  /**
   * A tag that only this host carries; the host may then stop what carries it. Not needed by a host that powers itself off.
   * @default none
   */
  readonly ownTag?: { readonly key: string; readonly value: string };
  /** Where the CloudWatch agent logs. */
  readonly logGroupArn: string;
  /** Namespaces of the agent's and the training's metrics. */
  readonly metricNamespaces: readonly string[];
  /** Keys of what is read and written. @default none */
  readonly keyArns?: readonly string[];
}

/** The instance profile of the training host. Session Manager's permissions are written out instead of a managed policy. */
export function trainingHostPolicy(options: TrainingHostPolicyOptions): PolicyDocument {
  return policyDocument(
    readObjects(options.readPrefixes),
    writeObjects(options.writePrefixes),
    ...listObjects([...options.readPrefixes, ...options.writePrefixes]),
    options.keyArns?.length ? useKeys(options.keyArns) : undefined,
    ...sessionManager(options.location),
    allow(
      "SignalReady",
      ["ssm:PutParameter"],
      [exactArn("readyParameterArn", options.readyParameterArn, "ssm")],
    ),
    options.ownTag ? stopItself(options.location, options.ownTag) : undefined,
    writeLogs(options.logGroupArn),
    publishMetrics(options.metricNamespaces),
  );
}

/**
 * What the agent needs for interactive sessions; no run command documents, no patching, no inventory.
 * Source: Systems Manager User Guide, "Add Session Manager permissions to an existing IAM role".
 */
function sessionManager(location: Location): Statement[] {
  return [
    onAnyResource("OpenSessionChannels"),
    allow(
      "ReportToSessionManager",
      ["ssm:UpdateInstanceInformation"],
      [regionalArn(location, "ec2", "instance/*")],
    ),
  ];
}

/** The host's id is not known when its role is made, so a tag tells which instance is its own. */
function stopItself(location: Location, ownTag: NonNullable<TrainingHostPolicyOptions["ownTag"]>): Statement {
  return allow("StopItself", ["ec2:StopInstances"], [regionalArn(location, "ec2", "instance/*")], {
    StringEquals: { [`aws:ResourceTag/${ownTag.key}`]: ownTag.value },
  });
}
