import { exactArn } from "./arn";
import type { Condition, Statement } from "./types";

export interface InvokeEndpointOptions {
  /** ARN of the one endpoint. */
  readonly endpointArn: string;
  /** Also `InvokeEndpointAsync`. @default false */
  readonly asynchronous?: boolean;
  /** Also `InvokeEndpointWithResponseStream`. @default false */
  readonly responseStream?: boolean;
  /** Only these models of a multi-model endpoint. @default any model behind the endpoint */
  readonly targetModels?: readonly string[];
  /** Only through these interface endpoints (`vpce-…`). @default from anywhere */
  readonly sourceVpcEndpointIds?: readonly string[];
}

/** The whole permission of a caller of the model: invoke one endpoint. */
export function invokeEndpoint(options: InvokeEndpointOptions): Statement {
  const condition = invokeCondition(options);
  return {
    Sid: "InvokeEndpoint",
    Effect: "Allow",
    Action: [
      "sagemaker:InvokeEndpoint",
      ...(options.asynchronous ? ["sagemaker:InvokeEndpointAsync"] : []),
      ...(options.responseStream ? ["sagemaker:InvokeEndpointWithResponseStream"] : []),
    ],
    Resource: [exactArn("endpointArn", options.endpointArn, "sagemaker")],
    ...(condition === undefined ? {} : { Condition: condition }),
  };
}

function invokeCondition(options: InvokeEndpointOptions): Condition | undefined {
  const equals: Record<string, readonly string[]> = {};
  if (options.targetModels !== undefined) {
    if (options.asynchronous || options.responseStream) {
      // The key is absent from the other two requests, so the condition would deny every such call.
      throw new Error(
        "targetModels goes with plain calls only: the key sagemaker:TargetModel does not exist for asynchronous or streamed ones.",
      );
    }
    equals["sagemaker:TargetModel"] = nonEmpty("targetModels", options.targetModels);
  }
  if (options.sourceVpcEndpointIds !== undefined) {
    equals["aws:SourceVpce"] = nonEmpty("sourceVpcEndpointIds", options.sourceVpcEndpointIds);
  }
  return Object.keys(equals).length === 0 ? undefined : { StringEquals: equals };
}

function nonEmpty(field: string, values: readonly string[]): readonly string[] {
  if (values.length === 0) throw new Error(`${field} is an empty list; leave it out or name at least one.`);
  return values;
}
