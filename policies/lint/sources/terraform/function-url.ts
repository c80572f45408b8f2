import { knownString, member, type Value } from "../../model/value";
import { renderLambdaPermission } from "./lambda-permission";
import { object, pair, text } from "./make-value";
import type { TerraformResource } from "./resource";

/**
 * The statement that lets everybody call an `aws_lambda_function_url` without signature: the provider adds it to the
 * function's policy by itself. Undefined for URLs that ask for one. Source: the resource's documentation, `authorization_type`.
 */
export function renderPublicUrl(resource: TerraformResource): Value | undefined {
  const { body } = resource;
  const type = member(body, "authorization_type");
  if (type === undefined || knownString(type) !== "NONE") return undefined;
  const names = ["function_name", "qualifier"].flatMap((attribute) => {
    const value = member(body, attribute);
    return value === undefined ? [] : [pair(value, attribute, value)];
  });
  const permission = object(body, [
    ...names,
    pair(body, "action", text(body, "lambda:InvokeFunctionUrl")),
    pair(type, "principal", text(type, "*")),
    pair(type, "function_url_auth_type", type),
  ]);
  return renderLambdaPermission({ ...resource, body: permission });
}
