/**
 * Names that stacks have to agree on without reading each other's state: a notebook knows its endpoint before that is made.
 */

/** Prefix of every name of one deployment. */
export const prefixOf = ({ name, environment }: { name: string; environment: string }): string =>
  `${name}-${environment}`;

export const endpointName = (prefix: string, endpoint: string): string => `${prefix}-${endpoint}`;

export const pipelineName = (prefix: string, pipeline: string): string => `${prefix}-${pipeline}`;

/** The SSM parameter that holds the S3 URI of a pipeline's latest model, as the training-pipeline module calls it. */
export const modelParameterName = (prefix: string, pipeline: string): string =>
  `/${pipelineName(prefix, pipeline)}/model-uri`;
