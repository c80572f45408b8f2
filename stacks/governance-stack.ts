/** Who is told when something is wrong, and what it all may cost. */
import type { Construct } from "constructs";
import { CostGuard } from "../modules/cost-guard";
import { onlyVariant } from "../modules/inference-endpoint/configuration";
import { Observability, type ObservabilityProps } from "../modules/observability";
import { gpuCount, vcpuCount } from "../modules/shared/instances";
import type { Configuration } from "./config/configuration";
import { endpointName } from "./naming";
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
      forwardedAlarms: this.alarmsOfModules(training),
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

  /** The production variants of the endpoints; only those on instances have processors to watch. */
  private endpoints(): ObservabilityProps["endpoints"] {
    const { endpoints } = this.config.serving;
    return Object.fromEntries(
      Object.entries(endpoints).flatMap(([name, endpoint]) =>
        Object.entries(variantsOf(endpoint)).map(([variantName, instanceType]) => [
          `${name}-${variantName}`,
          {
            endpointName: this.serving.endpoints.get(name)?.endpointName ?? "",
            variantName,
            vcpuCount: instanceType === undefined ? undefined : vcpuCount(instanceType),
            gpuCount: instanceType === undefined ? undefined : gpuCount(instanceType),
          },
        ]),
      ),
    );
  }

  private functions(): ObservabilityProps["functions"] {
    const { function: made } = this.serving;
    if (!made) return {};
    return {
      classify: { functionName: made.functionName, deadLetterQueueName: made.failedEventsQueueName },
    };
  }

  /**
   * Alarms that the modules made themselves: an endpoint's are told by variant, since the one that wakes up an asynchronous
   * endpoint is no bad news.
   */
  private alarmsOfModules(training: TrainingStack): ObservabilityProps["forwardedAlarms"] {
    const ofEndpoints = Object.entries(this.config.serving.endpoints).flatMap(([name, endpoint]) =>
      Object.keys(variantsOf(endpoint)).map((variant) => `${endpointName(this.prefix, name)}-${variant}-`),
    );
    const namePrefixes = [
      ...ofEndpoints,
      ...(this.serving.function ? [`${this.prefix}-classify-`] : []),
      ...(training.host ? [`${this.prefix}-training-host-`] : []),
    ];
    return namePrefixes.length > 0 ? { namePrefixes } : undefined;
  }
}

type Endpoint = Configuration["serving"]["endpoints"][string];

/** Instance types by variant. A serverless endpoint has no instances. */
function variantsOf({ realTime, asynchronous }: Endpoint): Record<string, string | undefined> {
  if (!realTime) return { [onlyVariant]: asynchronous?.instanceType };
  const entries = Object.entries(realTime.variants);
  return Object.fromEntries(entries.map(([name, { instanceType }]) => [name, instanceType]));
}
