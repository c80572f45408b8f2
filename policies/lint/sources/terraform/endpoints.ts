import type { EndpointResource } from "../../model/types";
import { knownString, member } from "../../model/value";
import { blocks, objects, type TerraformResource } from "./resource";

/**
 * SageMaker endpoints, which the least-privilege replacement of a caller's permissions names: those that the input
 * declares, or else those that functions are told of in their environment (`ENDPOINT_NAME`).
 */
export function readEndpoints(resources: readonly TerraformResource[]): EndpointResource[] {
  const declared = resources
    .filter(({ type }) => type === "aws_sagemaker_endpoint")
    .map(({ address, body }) => ({ resource: address, name: knownString(member(body, "name")) ?? null }));
  if (declared.length > 0) return declared;
  const names = resources.filter(({ type }) => type === "aws_lambda_function").flatMap(namesInEnvironment);
  return [...new Set(names)].map((name) => ({ resource: null, name }));
}

function namesInEnvironment({ body }: TerraformResource): string[] {
  return blocks(body, "environment")
    .flatMap((environment) => objects(member(environment, "variables")))
    .flatMap(({ members }) => members)
    .filter(({ key }) => /endpoint(_?name)?$/i.test(key))
    .map(({ value }) => knownString(value) ?? "")
    .filter((name) => /^[A-Za-z0-9](-*[A-Za-z0-9]){0,62}$/.test(name));
}
