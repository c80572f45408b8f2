/**
 * Names that stacks have to agree on without reading each other's state: a notebook knows its endpoint before that is made.
 */

/** Prefix of every name of one deployment. */
export const prefixOf = ({ name, environment }: { name: string; environment: string }): string => `${name}-${environment}`;

export const endpointName = (prefix: string, endpoint: string): string => `${prefix}-${endpoint}`;

/** The SSM parameter that holds the S3 URI of a pipeline's latest model. */
export const modelParameterName = (prefix: string, pipeline: string): string => `/${prefix}/pipelines/${pipeline}/model-data-url`;
