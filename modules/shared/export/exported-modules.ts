/** The modules that are also published as plain Terraform: the one list that the exporter and the tests go by. */
export const EXPORTED_MODULES = ["private-network", "inference-endpoint"] as const;
