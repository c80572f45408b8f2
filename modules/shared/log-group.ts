/** Log groups that a service would otherwise make itself, without retention: one way to write them, with what is right about them. */
import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import type { Construct } from "constructs";
import { accept } from "./accept";

/** The inputs that a module with a log group of its own has. */
export interface LogGroupInputs {
  readonly logs: {
    /** Days. */
    readonly retentionDays: number;
    /** CloudWatch Logs' own key without it. */
    readonly kmsKeyArn?: string;
  };
  readonly tags: Record<string, string>;
}

/** A group by the name that the service expects; what writes to it has to depend on it. */
export function makeLogGroup(
  scope: Construct,
  name: string,
  { logs, tags }: LogGroupInputs,
): CloudwatchLogGroup {
  return acceptLogGroupChoices(
    new CloudwatchLogGroup(scope, "logs", {
      name,
      retentionInDays: logs.retentionDays,
      kmsKeyId: logs.kmsKeyArn,
      tags,
    }),
  );
}

/** For a group whose retention and key its module's user chooses. */
export function acceptLogGroupChoices(group: CloudwatchLogGroup): CloudwatchLogGroup {
  acceptRetention(group);
  accept(
    group,
    "CKV_AWS_158",
    "CloudWatch Logs encrypts every group with a key of its own; an input takes one whose policy admits it.",
  );
  return group;
}

/** For a group of the whole region, which stays when what made it goes, and so must not need a key that goes. */
export function acceptSharedLogGroup(group: CloudwatchLogGroup): CloudwatchLogGroup {
  acceptRetention(group);
  accept(
    group,
    "CKV_AWS_158",
    "The region's jobs go on writing here when this platform and its key are gone; CloudWatch Logs' own key stays.",
  );
  return group;
}

const acceptRetention = (group: CloudwatchLogGroup): void =>
  accept(
    group,
    "CKV_AWS_338",
    "An input decides how long: a year and more where it is asked for, less where logs must not be kept, or paid, so long.",
  );
