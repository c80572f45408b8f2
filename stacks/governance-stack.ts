/** Who is told when something is wrong, and what it all may cost. */
import type { Construct } from "constructs";
import { CostGuard } from "../modules/cost-guard";
import { Observability, type ObservabilityProps } from "../modules/observability";
import { gpuCount, vcpuCount } from "../modules/shared/instances";
import type { Configuration } from "./config/load";
import { PlatformStack } from "./platform-stack";
import type { ServingStack } from "./serving-stack";
import type { TrainingStack } from "./training-stack";

export class GovernanceStack extends PlatformStack {
  readonly observability: Observability;
  readonly costGuard: CostGuard;

  constructor(
    scope: Construct,
    config: Configuration,
    training: TrainingStack,
    private readonly serving: ServingStack,
  ) {
    super(scope, "governance", config);
    const { alarmEmails, monthlyBudgetUsd, anomalyThresholdUsd } = config.governance;
    this.observability = new Observability(this, "observability", {
      name: this.prefix,
      emails: alarmEmails,
      endpoints: this.endpoints(),
      functions: this.functions(),
      stateMachines: Object.fromEntries(
        [...training.pipelines].map(([name, { stateMachineArn }]) => [name, { stateMachineArn }]),
      ),
      hosts: training.host ? { training: { instanceId: training.host.instanceId } } : {},
      notebookNames: training.notebook ? [training.notebook.notebookName] : [],
      // What only the host knows: that it never became ready, or was stopped for running too long.
      forwardedAlarms: training.host && { namePrefix: `${this.prefix}-training-host-` },
    });
    this.costGuard = new CostGuard(this, "cost", {
      name: this.prefix,
      monthlyLimitUsd: monthlyBudgetUsd,
      projectTag: { key: "Platform", value: this.prefix },
      emails: alarmEmails,
      topic: { arn: this.observability.topicArn },
      anomalies: { minimumImpactUsd: anomalyThresholdUsd },
    });
    this.output("dashboard_url", "The platform's dashboard.", this.observability.dashboardUrl);
  }

  /** The production variants of the endpoints on instances; the others have no metrics of instances to watch. */
  private endpoints(): ObservabilityProps["endpoints"] {
    const watched = Object.entries(this.config.serving.endpoints).flatMap(([name, { realTime }]) =>
      Object.entries(realTime?.variants ?? {}).map(([variantName, { instanceType }]) => ({
        key: `${name}-${variantName}`,
        value: {
          endpointName: this.serving.endpoints.get(name)?.endpointName ?? "",
          variantName,
          vcpuCount: vcpuCount(instanceType),
          gpuCount: gpuCount(instanceType),
        },
      })),
    );
    return Object.fromEntries(watched.map(({ key, value }) => [key, value]));
  }

  private functions(): ObservabilityProps["functions"] {
    const { function: made } = this.serving;
    const { function: config } = this.config.serving;
    if (!made || !config) return {};
    return {
      classify: {
        functionName: made.functionName,
        maxDurationP99Milliseconds: config.timeoutSeconds * 800,
        hasProvisionedConcurrency: config.provisioned !== undefined,
        deadLetterQueueName: made.failedEventsQueueName,
      },
    };
  }
}
