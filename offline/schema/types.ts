/** The provider's schema in the JSON form that `terraform providers schema -json` prints (the parts that a plan needs). */

/** A Terraform type as its JSON encoding has it: `"string"`, `["list", "string"]`, `["object", {"a": "bool"}]`. */
export type TerraformType = string | [string, TerraformType] | ["object", Record<string, TerraformType>];

export interface AttributeSchema {
  type: TerraformType;
  required?: true;
  optional?: true;
  computed?: true;
  sensitive?: true;
}

export type NestingMode = "single" | "list" | "set" | "map";

export interface NestedBlockSchema {
  nesting_mode: NestingMode;
  block: BlockSchema;
  /** Fewest blocks of this kind; absent means 0. */
  min_items?: number;
  /** Most blocks of this kind; absent means any number. */
  max_items?: number;
}

export interface BlockSchema {
  attributes: Record<string, AttributeSchema>;
  block_types: Record<string, NestedBlockSchema>;
}

export interface Schema {
  version: number;
  block: BlockSchema;
}

export interface ProviderSchema {
  provider: Schema;
  resource_schemas: Record<string, Schema>;
  data_source_schemas: Record<string, Schema>;
}

/** The types a schema is wanted for, by Terraform's own names (`aws_vpc`). */
export interface TypesInUse {
  resources: readonly string[];
  dataSources: readonly string[];
}
