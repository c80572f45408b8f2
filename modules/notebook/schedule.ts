/** The stop at a fixed time, by EventBridge Scheduler: a second wall behind the idle stop. */
import type { Construct } from "constructs";
import { SchedulerSchedule } from "@cdktf/provider-aws/lib/scheduler-schedule";
import { schedulerStopPolicy, trustPolicy, type Location } from "../../policies/documents";
import { regionalArn } from "../../policies/documents/arn";
import { accept } from "../shared/accept";
import { when } from "../shared/expressions";
import { ServiceRole } from "../shared/role";
import { Fn } from "../shared/tf";
import type { NotebookValues } from "./inputs";

export interface StoppedNotebook {
  readonly name: string;
  readonly arn: string;
}

/** @returns the schedule; undefined when it is known not to exist */
export function stopSchedule(
  scope: Construct,
  p: NotebookValues,
  location: Location,
  notebook: StoppedNotebook,
): SchedulerSchedule | undefined {
  return when(p.stopOnSchedule, (count) => {
    const role = schedulerRole(scope, p, location, notebook, count);
    const schedule = new SchedulerSchedule(scope, "stop_schedule", {
      count,
      name: `${p.name}-stop`,
      description: `Stops the notebook ${p.name}`,
      scheduleExpression: p.stopSchedule.cronExpression,
      scheduleExpressionTimezone: p.stopSchedule.timeZone,
      flexibleTimeWindow: { mode: "OFF" },
      target: {
        arn: `arn:${location.partition}:scheduler:::aws-sdk:sagemaker:stopNotebookInstance`,
        roleArn: role.arn,
        input: Fn.jsonencode({ NotebookInstanceName: notebook.name }),
        // A notebook that is stopped already refuses, and would refuse again.
        retryPolicy: { maximumRetryAttempts: 0, maximumEventAgeInSeconds: 60 },
      },
    });
    accept(
      schedule,
      "CKV_AWS_297",
      "The schedule holds the notebook's name and nothing secret; AWS's own key is enough for it.",
    );
    return schedule;
  });
}

function schedulerRole(
  scope: Construct,
  p: NotebookValues,
  location: Location,
  notebook: StoppedNotebook,
  count: number | undefined,
): ServiceRole {
  return new ServiceRole(scope, "stop_schedule_role", {
    count,
    name: `${p.name}-notebook-stop`,
    description: `Lets EventBridge Scheduler stop the notebook ${p.name}`,
    trust: trustPolicy({
      service: "scheduler.amazonaws.com",
      accountId: location.accountId,
      // Scheduler names the group of the schedule, not the schedule.
      sourceArns: [regionalArn(location, "scheduler", "schedule-group/default")],
    }).Statement,
    permissions: schedulerStopPolicy({ notebookArn: notebook.arn }).Statement,
    tags: p.tags,
  });
}
