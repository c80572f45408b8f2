import type { EndpointResource } from "../../model/types";
import { knownString, member } from "../../model/value";
import type { TerraformResource } from "./resource";

/** SageMaker endpoints, which the least-privilege replacement of a caller's permissions names. */
export function readEndpoints(resources: readonly TerraformResource[]): EndpointResource[] {
  return resources
    .filter(({ type }) => type === "aws_sagemaker_endpoint")
    .map(({ address, body }) => ({ resource: address, name: knownString(member(body, "name")) ?? null }));
}
