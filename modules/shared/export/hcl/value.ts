/** Values of Terraform JSON as HCL expressions. */
import { LINE_WIDTH } from "./layout";
import { printExpression } from "./print-expression";
import { heredoc, templateExpression } from "./template";

/** On one line, however long. @throws for what is no JSON */
export function expressionText(value: unknown): string {
  if (value === null) return "null";
  if (typeof value === "string") return templateExpression(value);
  if (typeof value === "boolean" || (typeof value === "number" && Number.isFinite(value)))
    return String(value);
  if (Array.isArray(value)) return `[${value.map(expressionText).join(", ")}]`;
  if (typeof value !== "object") throw new Error(`A ${typeof value} cannot be written as HCL.`);
  const entries = Object.entries(value).map(([key, item]) => `${keyText(key)} = ${expressionText(item)}`);
  return `{${entries.join(", ")}}`;
}

function keyText(key: string): string {
  const text = templateExpression(key);
  // A key that is one expression has to stand in parentheses, or it would be taken for a name.
  return text.startsWith('"') ? text : `(${text})`;
}

/**
 * @param used columns that stand before the value
 * @returns lines, indented relative to the first
 */
export function valueLines(value: unknown, used: number): string[] {
  const text = typeof value === "string" ? heredoc(value) : undefined;
  return text ?? printExpression(expressionText(value), { width: LINE_WIDTH - used });
}
