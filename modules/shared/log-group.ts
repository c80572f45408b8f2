/** Findings on log groups that are right as they are wherever retention and key are inputs. */
import type { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { accept } from "./accept";

/** For a group whose retention and key its module's user chooses. */
export function acceptLogGroupChoices(group: CloudwatchLogGroup): CloudwatchLogGroup {
  accept(
    group,
    "CKV_AWS_338",
    "An input decides how long: a year and more where it is asked for, less where logs must not be kept, or paid, so long.",
  );
  accept(
    group,
    "CKV_AWS_158",
    "CloudWatch Logs encrypts every group with a key of its own; an input takes one whose policy admits it.",
  );
  return group;
}
