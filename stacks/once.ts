import type { Construct } from "constructs";

/** The construct with this id in a scope, made when it is asked for first. */
export const once = <C extends Construct>(scope: Construct, id: string, make: () => C): C =>
  (scope.node.tryFindChild(id) as C | undefined) ?? make();
