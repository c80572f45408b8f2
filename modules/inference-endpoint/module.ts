import { defineModule } from "../shared/module";
import { InferenceEndpoint, type InferenceEndpointProps } from ".";
import { inputs } from "./inputs";
import { rules } from "./rules";

export const definition = defineModule({
  name: "inference-endpoint",
  summary:
    "A SageMaker endpoint (real-time, serverless or asynchronous) with scaling, blue/green deployment that its own alarms roll back, and a least-privilege role.",
  inputs,
  rules,
  // The rule `exactlyOne` says at run time what the narrower type says to the compiler.
  make: (scope, props) => new InferenceEndpoint(scope, "this", props as InferenceEndpointProps),
  outputs: {
    endpointName: { description: "Name of the endpoint.", value: (endpoint) => endpoint.endpointName },
    endpointArn: { description: "ARN of the endpoint.", value: (endpoint) => endpoint.endpointArn },
    variantNames: {
      description:
        "Names of the variants, sorted; `primary` alone for a serverless or asynchronous endpoint.",
      value: (endpoint) => endpoint.variantNames,
    },
    invokeCommand: {
      description: "Shell command that sends one photo to the endpoint.",
      value: (endpoint) => endpoint.invokeCommand,
    },
    invokePolicyJson: {
      description: "IAM policy that allows to invoke this endpoint and nothing else.",
      value: (endpoint) => endpoint.invokePolicyJson,
    },
    alarmNames: {
      description: "Names of the alarms that roll a deployment back.",
      value: (endpoint) => endpoint.alarmNames,
    },
    alarmArns: { description: "ARNs of these alarms.", value: (endpoint) => endpoint.alarmArns },
    roleArn: { description: "ARN of the model's execution role.", value: (endpoint) => endpoint.role.arn },
    modelName: { description: "Name of the SageMaker model.", value: (endpoint) => endpoint.modelName },
    configurationName: {
      description: "Name of the endpoint configuration; it changes with its content.",
      value: (endpoint) => endpoint.configurationName,
    },
    logGroupName: {
      description: "Name of the log group of the containers.",
      value: (endpoint) => endpoint.logGroupName,
    },
  },
});
