/** What a module is: a construct with one inputs table, its rules and its outputs, from which both doors are made. */
import type { Construct } from "constructs";
import type { InputRule, Inputs, PropsOf } from "./inputs";

export interface ModuleOutput<C extends Construct> {
  /** One sentence; null cases are named. */
  description: string;
  sensitive?: boolean;
  value: (construct: C) => unknown;
}

export interface ModuleDefinition<F extends Inputs = Inputs, C extends Construct = Construct> {
  /** The folder's name, e.g. `private-network`. */
  name: string;
  /** One sentence for the README and the registry. */
  summary: string;
  inputs: F;
  rules: readonly InputRule<F>[];
  /** Makes the construct as `this` in the scope, from props that may be expressions. */
  make: (scope: Construct, props: PropsOf<F>) => C;
  outputs: Readonly<Record<string, ModuleOutput<C>>>;
}

/** Lets the compiler infer the types of a definition. */
export const defineModule = <F extends Inputs, C extends Construct>(definition: ModuleDefinition<F, C>) =>
  definition;

/** Any module's definition, for code that goes through all of them and knows no module's types. */
export interface AnyModule {
  readonly name: string;
  readonly summary: string;
  readonly inputs: Inputs;
  readonly rules: readonly InputRule<never>[];
  readonly make: (scope: Construct, props: never) => Construct;
  readonly outputs: Readonly<Record<string, ModuleOutput<never>>>;
}
