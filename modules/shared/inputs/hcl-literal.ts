/** Plain values written as Terraform expressions. */

/** A quoted string in which nothing is a template: `${` and `%{` are escaped. */
export const hclString = (text: string): string =>
  JSON.stringify(text).replace(/\$\{/g, "$$${").replace(/%\{/g, "%%{");

const isIdentifier = (key: string) => /^[A-Za-z_][A-Za-z0-9_-]*$/.test(key);

export function hclLiteral(value: unknown): string {
  if (value === undefined || value === null) return "null";
  if (typeof value === "string") return hclString(value);
  if (Array.isArray(value)) return `[${value.map(hclLiteral).join(", ")}]`;
  if (typeof value !== "object") return JSON.stringify(value);
  const entries = Object.entries(value).map(
    ([key, item]) => `${isIdentifier(key) ? key : hclString(key)} = ${hclLiteral(item)}`,
  );
  return entries.length ? `{ ${entries.join(", ")} }` : "{}";
}
