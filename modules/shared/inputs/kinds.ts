/** What an input can be. A module's inputs table is a record of these; everything else about inputs is derived from it. */

interface Common<T> {
  /** What the input means, with its unit. One sentence or two; it becomes the variable's description. */
  description: string;
  /** The value when the input is left out. */
  default?: T;
  /** The input may be left out and is then not set at all. */
  optional?: boolean;
  /** Terraform hides the value in its output. */
  sensitive?: boolean;
  /** Where a limit comes from, for whoever doubts it. */
  source?: string;
}

export interface StringKind extends Common<string> {
  kind: "string";
  /** A regular expression in the syntax that JavaScript and Terraform (RE2) share: no look-around, no back-references. */
  pattern?: string;
  /** What the pattern means in words; shown instead of the pattern. */
  patternSays?: string;
  minLength?: number;
  maxLength?: number;
  oneOf?: readonly string[];
}
export interface NumberKind extends Common<number> {
  kind: "number";
  min?: number;
  max?: number;
  integer?: boolean;
  /** The only values that AWS accepts, where they are no range. */
  oneOf?: readonly number[];
}
export interface BoolKind extends Common<boolean> {
  kind: "bool";
}
export interface ListKind extends Common<readonly unknown[]> {
  kind: "list" | "set";
  of: Kind;
  minItems?: number;
  maxItems?: number;
}
export interface MapKind extends Common<Readonly<Record<string, unknown>>> {
  kind: "map";
  of: Kind;
  minItems?: number;
  maxItems?: number;
}
export interface ObjectKind extends Common<object> {
  kind: "object";
  fields: Inputs;
}
export type Kind = StringKind | NumberKind | BoolKind | ListKind | MapKind | ObjectKind;

/** An inputs table: the inputs of a module, or the fields of an object, by their camelCase name. */
export interface Inputs {
  readonly [name: string]: Kind;
}

type Options<K> = Omit<K, "kind" | "of" | "fields">;

export const str = <const O extends Options<StringKind>>(options: O) => ({
  kind: "string" as const,
  ...options,
});

/** A number that may have a fraction. */
export const num = <const O extends Options<NumberKind>>(options: O) => ({
  kind: "number" as const,
  ...options,
});

/** A whole number. */
export const int = <const O extends Options<NumberKind>>(options: O) => ({
  kind: "number" as const,
  integer: true as const,
  ...options,
});

export const bool = <const O extends Options<BoolKind>>(options: O) => ({
  kind: "bool" as const,
  ...options,
});

/** An ordered list. Of objects only for blocks: what becomes resources is a map, keyed by name. */
export const list = <const E extends Kind, const O extends Options<ListKind>>(of: E, options: O) => ({
  kind: "list" as const,
  of,
  ...options,
});

export const set = <const E extends Kind, const O extends Options<ListKind>>(of: E, options: O) => ({
  kind: "set" as const,
  of,
  ...options,
});

export const map = <const E extends Kind, const O extends Options<MapKind>>(of: E, options: O) => ({
  kind: "map" as const,
  of,
  ...options,
});

export const obj = <const F extends Inputs, const O extends Options<ObjectKind>>(fields: F, options: O) => ({
  kind: "object" as const,
  fields,
  ...options,
});
