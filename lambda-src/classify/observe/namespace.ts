/** CloudWatch namespace of the function's own metrics; their one dimension is `service`, the function's name. */
export const metricsNamespace = "ClassifierFunction";
