/** The model: a container image, its archive, and where it runs. */
import { SagemakerModel, sagemakerModelVpcConfigToTerraform } from "@cdktf/provider-aws/lib/sagemaker-model";
import type { Construct } from "constructs";
import { accept } from "../shared/accept";
import { contentName, contentOf } from "../shared/content-name";
import { block } from "../shared/expressions";
import type { ServiceRole } from "../shared/role";
import { Fn } from "../shared/tf";
import type { Values } from "./inputs";

export function makeModel(scope: Construct, p: Values, role: ServiceRole): SagemakerModel {
  const model = new SagemakerModel(scope, "model", {
    name: contentName(p.name, [
      p.image,
      p.modelDataUrl,
      p.environment,
      p.networkIsolation,
      contentOf(p.network, (network) => [Fn.toset(network.subnetIds), Fn.toset(network.securityGroupIds)]),
    ]),
    executionRoleArn: role.arn,
    enableNetworkIsolation: p.networkIsolation,
    primaryContainer: { image: p.image, modelDataUrl: p.modelDataUrl, environment: p.environment },
    tags: p.tags,
    // SageMaker looks whether the role may read the archive when the model is made.
    dependsOn: [role.permissions],
    lifecycle: { createBeforeDestroy: true },
  });
  block(model, "vpc_config", sagemakerModelVpcConfigToTerraform, p.network, (network) => ({
    subnets: network.subnetIds,
    securityGroupIds: network.securityGroupIds,
  }));
  accept(
    model,
    "CKV_AWS_370",
    "Isolation is on by default; networkIsolation: false is a named choice for containers that have to reach out and for serverless endpoints.",
  );
  return model;
}
