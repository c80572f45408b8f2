import type { Value, ValueMap } from "../provider/values";

/** What a value is made from when a resource is created or updated. */
export interface Making {
  type: string;
  /** The planned values; what was computed before this one is already in it. */
  values: ValueMap;
  /** The values before this change; undefined when the resource is created. */
  prior: ValueMap | undefined;
  region: string;
  account: string;
  partition: string;
  /** Hexadecimal digits that depend on the resource and on what they are for. */
  hash: (purpose: string, length: number) => string;
}

/** Text with placeholders: `{region}`, `{account}`, `{partition}`, `{hash}`, `{uuid}`, `{id}` or any other attribute's name. */
export type Template = string;

/** A constant, a template (when it is text), or a function of what is known. */
export type Computed = Value | ((making: Making) => Value);

export interface Problem {
  /** Names of arguments and positions in lists, from the resource's top. */
  path: (string | number)[];
  message: string;
}

/** Looks at a configuration, in which any value may be unknown, and tells what the AWS provider would refuse. */
export type Check = (config: ValueMap) => Problem[];

/** What one resource type does beyond its schema. Paths are dotted (`rule.expiration.days`) and hold for every block. */
export interface ResourceBehaviour {
  id: Template;
  arn?: Template;
  /** Values planned for arguments that the configuration leaves out. */
  defaults?: Record<string, Value>;
  /** Arguments whose change replaces the resource (the region always does). */
  replacedBy?: readonly string[];
  /** Arguments whose change replaces the resource when another argument, a flag, is true: argument to flag. */
  replacedWhen?: Record<string, string>;
  /** Values that the provider computes; without an entry a computed attribute gets an empty or a generic value. */
  computed?: Record<string, Computed>;
  /** Computed attributes that any update makes anew. */
  recomputed?: readonly string[];
  checks?: readonly Check[];
  /** Arguments whose values may occur together only once in an account and region. */
  unique?: readonly string[];
  /** Arguments that an import identifier is made of, separated by `importSeparator`. */
  importedBy?: readonly string[];
  importSeparator?: string;
}

export type BehaviourTable = Record<`aws_${string}`, ResourceBehaviour>;
