/** The IAM documents that the modules attach: pure functions of ARNs and names, exact actions, exact resources. */

export { anyResourceStatements, onAnyResource, type AnyResourceSid } from "./any-resource";
export { bucketPolicy, type BucketPolicyOptions } from "./bucket";
export { policyDocument } from "./document";
export { endpointPolicy, readModels, runContainer, type EndpointPolicyOptions } from "./endpoint";
export { deadLetterQueuePolicy, startExecutionPolicy } from "./events";
export { flowLogsPolicy } from "./flow-logs";
export { functionPolicy, type FunctionPolicyOptions } from "./function";
export { invokeEndpoint, type InvokeEndpointOptions } from "./invoke-endpoint";
export { keyPolicy, type KeyPolicyOptions } from "./key";
export { notebookPolicy, runPipeline, type NotebookPolicyOptions } from "./notebook";
export * from "./parts";
export { schedulerStopPolicy } from "./scheduler-stop";
export { policySize, policySizeLimits, withinLimit } from "./size";
export { stateMachinePolicy, tuningJobStatements, type StateMachinePolicyOptions } from "./state-machine";
export { topicPolicy, type TopicPolicyOptions, type TopicPublisher } from "./topic";
export { trainingHostPolicy, type TrainingHostPolicyOptions } from "./training-host";
export { trainingJobPolicy, type TrainingJobPolicyOptions } from "./training-job";
export { trustPolicy, trustedServices, type TrustPolicyOptions, type TrustedService } from "./trust";
export type * from "./types";
export {
  interfaceEndpointPolicy,
  ownAccountOnly,
  s3EndpointPolicy,
  type InterfaceEndpointPolicyOptions,
  type S3EndpointPolicyOptions,
} from "./vpc-endpoint";
export { vpcEndpointActions, type VpcEndpointService } from "./vpc-endpoint-actions";
