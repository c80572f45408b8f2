/** Names for expressions that occur several times, or that would bury what uses them. */
import type { Construct } from "constructs";
import { expressionOf, isExpression, isUnresolved, referTo } from "../inputs";
import { ref, TerraformLocal, TerraformStack, Token } from "../tf";

/** Makes an expression a local value of that name, and returns the reference to it. A plain value is returned as it is. */
export function named<T>(scope: Construct, id: string, value: T): T {
  if (!isUnresolved(value)) return value;
  const kind = isExpression(value) ? expressionOf(value).kind : undefined;
  const content = isExpression(value) ? ref(expressionOf(value).text) : value;
  const text = `local.${new TerraformLocal(scope, id, content).friendlyUniqueId}`;
  if (kind) return referTo(kind, text) as T;
  const reference = ref(text, TerraformStack.of(scope));
  if (typeof value === "string") return Token.asString(reference) as T;
  if (typeof value === "number") return Token.asNumber(reference) as T;
  return (Array.isArray(value) ? Token.asList(reference) : reference) as T;
}
