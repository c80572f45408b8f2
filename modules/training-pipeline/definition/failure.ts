/** What happens when a run fails: somebody is told why, and the execution ends as failed. */
import { taskResource } from "./job";
import { jsonata } from "./jsonata";

/**
 * Step Functions hands over a failed job's whole description as text; its `FailureReason` is what a person wants to read.
 */
const REASON =
  // A double quote, which cannot stand in an expression here.
  "($quote := $base64decode('Ig=='); " +
  "$cause := $exists($states.errorOutput.Cause) ? $states.errorOutput.Cause : 'No cause was given.'; " +
  "$before := 'FailureReason' & $quote & ':' & $quote; " +
  "$contains($cause, $before) ? $substringBefore($substringAfter($cause, $before), $quote & ',') : $substring($cause, 0, 4000))";

/** A task's answer to every error. */
export const onFailure = {
  ErrorEquals: ["States.ALL"],
  Assign: { failure: { error: jsonata("$states.errorOutput.Error"), cause: jsonata(REASON) } },
  Next: "ReportFailure",
};

/** A state that only goes on, so that each failure has one place to go to, whether anybody is told or not. */
export const reportFailureState = (next: string) => ({ Type: "Pass", Next: next });

export function tellFailureState(topicArn: string, partition: string): object {
  const message =
    `'The training pipeline ' & $fixed.name & ' failed.  Error: ' & $failure.error & '  Reason: ' & $failure.cause & ` +
    "'  Execution: ' & $states.context.Execution.Id";
  return {
    Type: "Task",
    Resource: taskResource(partition, "sns:publish"),
    Arguments: {
      TopicArn: topicArn,
      Subject: jsonata("'Training pipeline ' & $fixed.name & ' failed'"),
      Message: jsonata(message),
    },
    Retry: [{ ErrorEquals: ["States.TaskFailed"], IntervalSeconds: 2, MaxAttempts: 4, BackoffRate: 2 }],
    Catch: [{ ErrorEquals: ["States.ALL"], Next: "Failed" }],
    Next: "Failed",
  };
}

export const failedState = () => ({
  Type: "Fail",
  Error: jsonata("$failure.error"),
  Cause: jsonata("$failure.cause"),
});
