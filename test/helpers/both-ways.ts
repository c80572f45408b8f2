/** What a helper makes of a plain value and of an input that only Terraform knows: both evaluated by Terraform. */
import { expressionText } from "../../modules/shared/export/hcl/value";
import {
  hclLiteral,
  read,
  referTo,
  toTerraform,
  type Kind,
  type StringKind,
} from "../../modules/shared/inputs";
import {
  App,
  DefaultTokenResolver,
  StringConcat,
  TerraformStack,
  Tokenization,
} from "../../modules/shared/tf";
import { evaluate } from "./evaluate";

export interface BothWays {
  value: unknown;
  /** From the plain value. */
  plain: unknown;
  /** From `var.x`, with the value put in place of it. */
  expression: unknown;
}

/** @param values of an input of this kind; undefined is "not set" */
export async function bothWays(
  kind: Kind,
  values: readonly unknown[],
  helper: (input: never) => unknown,
): Promise<BothWays[]> {
  const text = textOf(helper(referTo(kind, "var.x") as never));
  // The table's type says nothing about this kind, so that the compiler need not follow it down.
  const table = { inputs: { x: kind } as Record<"x", StringKind> };
  const inputs = values.map((value) => (read(table, { x: value }, "test") as { x: unknown }).x);
  const plain = inputs.map((input) => textOf(helper(input as never)));
  const open = inputs.map((input) => {
    const literal = input === undefined ? nullOf(kind) : hclLiteral(toTerraform(input, kind));
    return text.replace(/\bvar\.x\b/g, `(${literal})`);
  });
  const answers = await evaluate([...plain, ...open]);
  return values.map((value, index) => ({
    value,
    plain: answers[index],
    expression: answers[values.length + index],
  }));
}

/** Terraform's variables have a type even when they are null, and so does this. */
const nullOf = (kind: Kind): string => (kind.kind === "string" ? "tostring(null)" : "null");

/** A value with tokens as a Terraform expression. */
export function textOf(value: unknown): string {
  const scope = new TerraformStack(new App({ skipValidation: true, outdir: "cdktf.out" }), "text");
  const resolver = new DefaultTokenResolver(new StringConcat());
  const json: unknown = Tokenization.resolve(value ?? null, { scope, resolver, preparing: false });
  return expressionText(json ?? null);
}
