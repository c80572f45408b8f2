/** The endpoint, and how it changes over to a new configuration. */
import type { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import {
  SagemakerEndpoint,
  sagemakerEndpointDeploymentConfigToTerraform,
} from "@cdktf/provider-aws/lib/sagemaker-endpoint";
import type { SagemakerEndpointConfiguration } from "@cdktf/provider-aws/lib/sagemaker-endpoint-configuration";
import type { Construct } from "constructs";
import { blockIf, choose, fieldIn, firstOf, isSet, nested, nestedEach, not } from "../shared/expressions";
import type { EndpointAlarms } from "./alarms";
import type { Values } from "./inputs";

export function makeEndpoint(
  scope: Construct,
  p: Values,
  configuration: SagemakerEndpointConfiguration,
  alarms: EndpointAlarms,
  logGroup: CloudwatchLogGroup,
): SagemakerEndpoint {
  const endpoint = new SagemakerEndpoint(scope, "endpoint", {
    name: p.name,
    endpointConfigName: configuration.name,
    tags: p.tags,
    // The first container would make the group itself, without retention.
    dependsOn: [logGroup],
  });
  const { canary, linear, bakeSeconds, maximumExecutionSeconds } = p.deployment;
  blockIf(
    endpoint,
    "deployment_config",
    sagemakerEndpointDeploymentConfigToTerraform,
    not(isSet(p.serverless)),
    () => ({
      autoRollbackConfiguration: {
        alarms: nestedEach(alarms.all("alarm_name"), (alarmName) => ({ alarmName })),
      },
      blueGreenUpdatePolicy: {
        terminationWaitInSeconds: bakeSeconds,
        maximumExecutionTimeoutInSeconds: maximumExecutionSeconds,
        trafficRoutingConfiguration: {
          type: choose(canary, "CANARY", choose(linear, "LINEAR", "ALL_AT_ONCE")),
          // All at once has no steps to wait between.
          waitIntervalInSeconds: firstOf([fieldIn(canary, "waitSeconds"), fieldIn(linear, "waitSeconds")], 0),
          canarySize: nested(canary, ({ percent }) => ({ type: "CAPACITY_PERCENT", value: percent })),
          linearStepSize: nested(linear, ({ stepPercent }) => ({
            type: "CAPACITY_PERCENT",
            value: stepPercent,
          })),
        },
      },
    }),
  );
  return endpoint;
}
