/** What is told through EventBridge: alarms of other modules, why training runs failed, and notebooks, which have no metrics. */
import type { Construct } from "constructs";
import { CloudwatchEventRule } from "@cdktf/provider-aws/lib/cloudwatch-event-rule";
import { CloudwatchEventTarget } from "@cdktf/provider-aws/lib/cloudwatch-event-target";
import type { Location } from "../../policies/documents";
import { each, eachOf, one, when } from "../shared/expressions";
import { inputReference } from "../shared/inputs";
import { Fn, ref, TerraformLocal, Token } from "../shared/tf";
import { OWN_ALARMS } from "./alarms/make";
import type { ObservabilityValues } from "./inputs";

/** Source: EventBridge user guide, "Amazon EventBridge quotas": event pattern size, in characters. */
const PATTERN_MAX_LENGTH = 2048;

export function forwardAlarms(
  scope: Construct,
  p: ObservabilityValues,
  location: Location,
  topicArn: string,
): void {
  const ownAlarms: unknown = Fn.format(`arn:%s:cloudwatch:%s:%s:alarm:%s-${OWN_ALARMS}-`, [
    location.partition,
    location.region,
    location.accountId,
    p.name,
  ]);
  const rule = when(
    p.forwardedAlarms,
    (count) =>
      new CloudwatchEventRule(scope, "forwarded_alarms", {
        count,
        name: `${p.name}-forwarded-alarms`,
        description: `Alarms of other modules, told to the topic of ${p.name}`,
        eventPattern: Fn.jsonencode({
          source: ["aws.cloudwatch"],
          "detail-type": ["CloudWatch Alarm State Change"],
          // This module's own alarms tell the topic themselves.
          resources: [{ "anything-but": { prefix: ownAlarms } }],
          detail: {
            alarmName: prefixes(scope, p),
            state: { value: ["ALARM"] },
          },
        }),
        tags: p.tags,
        lifecycle: {
          postcondition: [
            {
              condition: ref(`length(self.event_pattern) <= ${PATTERN_MAX_LENGTH}`),
              errorMessage:
                `The name_prefixes (namePrefixes) of forwarded_alarms make an event pattern of more than ${PATTERN_MAX_LENGTH} ` +
                `characters, which EventBridge refuses; give fewer or shorter ones.`,
            },
          ],
        },
      }),
  );
  when(
    p.forwardedAlarms,
    (count) =>
      new CloudwatchEventTarget(scope, "forwarded_alarms_target", {
        count,
        rule: one(rule, "name") as string,
        arn: topicArn,
        inputTransformer: {
          inputPaths: { name: "$.detail.alarmName", reason: "$.detail.state.reason", region: "$.region" },
          inputTemplate: '"<name> in <region> is in ALARM: <reason>"',
        },
      }),
  );
}

/** One pattern for all, so that an alarm whose name begins with two of them is told once. */
function prefixes(scope: Construct, p: ObservabilityValues): unknown {
  const given = p.forwardedAlarms?.namePrefixes ?? [];
  const text = inputReference(given)?.text ?? new TerraformLocal(scope, "forwarded_prefixes", given).fqn;
  return ref(`[for prefix in toset(${text}) : { prefix = prefix }]`);
}

/** The alarm on failed runs tells that there are some; this tells which, and why. */
export function tellFailedRuns(scope: Construct, p: ObservabilityValues, topicArn: string): void {
  const rules = each(
    p.stateMachines,
    ({ forEach, key, value }) =>
      new CloudwatchEventRule(scope, "failed_run", {
        forEach,
        name: `${p.name}-training-${shortHash(key)}`,
        description: `A run of the training pipeline ${key} did not succeed`,
        eventPattern: Fn.jsonencode({
          source: ["aws.states"],
          "detail-type": ["Step Functions Execution Status Change"],
          detail: { stateMachineArn: [value.stateMachineArn], status: ["FAILED", "TIMED_OUT", "ABORTED"] },
        }),
        tags: p.tags,
      }),
  );
  each(
    p.stateMachines,
    ({ forEach }) =>
      new CloudwatchEventTarget(scope, "failed_run_target", {
        forEach,
        rule: rules.sameKey("name"),
        arn: topicArn,
        inputTransformer: {
          // What an event lacks, as that of an aborted run may, EventBridge leaves out.
          inputPaths: {
            run: "$.detail.name",
            pipeline: "$.detail.stateMachineArn",
            status: "$.detail.status",
            error: "$.detail.error",
            cause: "$.detail.cause",
          },
          inputTemplate:
            '"The run <run> of the training pipeline <pipeline> is <status>. Error: <error>. Cause: <cause>"',
        },
      }),
  );
}

export function tellFailedNotebooks(scope: Construct, p: ObservabilityValues, topicArn: string): void {
  const rules = eachOf(
    p.notebookNames,
    ({ forEach, value }) =>
      new CloudwatchEventRule(scope, "failed_notebook", {
        forEach,
        name: `${p.name}-notebook-${shortHash(value)}`,
        description: `The notebook ${value} failed to start`,
        eventPattern: Fn.jsonencode({
          source: ["aws.sagemaker"],
          "detail-type": ["SageMaker Notebook Instance State Change"],
          detail: { NotebookInstanceName: [value], NotebookInstanceStatus: ["Failed"] },
        }),
        tags: p.tags,
      }),
  );
  eachOf(
    p.notebookNames,
    ({ forEach }) =>
      new CloudwatchEventTarget(scope, "failed_notebook_target", {
        forEach,
        rule: rules.sameKey("name"),
        arn: topicArn,
        inputTransformer: {
          inputPaths: { name: "$.detail.NotebookInstanceName", reason: "$.detail.FailureReason" },
          inputTemplate: '"The notebook <name> failed: <reason>"',
        },
      }),
  );
}

/** A rule's name has at most 64 characters, too few for both names. */
const shortHash = (name: string): string => Token.asString(Fn.substr(Fn.sha256(name), 0, 8));
