/** Plain values written as Terraform expressions. */

/** Text as it stands between the quotes of an HCL string; templates in it stay templates. */
export const quotedText = (text: string): string =>
  // HCL knows \n, \r, \t and \uNNNN, but not JSON's \b and \f.
  JSON.stringify(text).slice(1, -1).replace(/\\(\\|b|f)/g, (all, letter: string) =>
    letter === "b" ? "\\u0008" : letter === "f" ? "\\u000c" : all,
  ); // prettier-ignore

/** A quoted string in which nothing is a template: `${` and `%{` are escaped. */
export const hclString = (text: string): string =>
  `"${quotedText(text).replace(/\$\{/g, "$$${").replace(/%\{/g, "%%{")}"`;

const isIdentifier = (key: string) => /^[A-Za-z_][A-Za-z0-9_-]*$/.test(key);

export function hclLiteral(value: unknown): string {
  if (value === undefined || value === null) return "null";
  if (typeof value === "string") return hclString(value);
  if (Array.isArray(value)) return `[${value.map(hclLiteral).join(", ")}]`;
  if (typeof value !== "object") return JSON.stringify(value);
  const entries = Object.entries(value).map(
    ([key, item]) => `${isIdentifier(key) && key !== "for" ? key : hclString(key)} = ${hclLiteral(item)}`,
  );
  return entries.length ? `{ ${entries.join(", ")} }` : "{}";
}
