import type { Construct } from "constructs";
import type { ValuesOf } from "../shared/inputs";
import { Fn } from "../shared/tf";
import type { inputs } from "./inputs";

/** What every part of the network works with. */
export interface Context {
  readonly scope: Construct;
  readonly p: ValuesOf<typeof inputs>;
  /** The caller's tags, and a `Name` of the network's name and this. */
  readonly named: (suffix: string) => Record<string, string>;
}

export const contextOf = (scope: Construct, p: Context["p"]): Context => ({
  scope,
  p,
  named: (suffix) => Fn.merge([p.tags, { Name: `${p.name}-${suffix}` }]) as Record<string, string>,
});
