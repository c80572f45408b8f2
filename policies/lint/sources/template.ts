import { unknownPart } from "../model/value";

export interface Template {
  /** The text as Terraform would give it, with `unknownPart` for each expression. */
  readonly value: string;
  readonly expressions: readonly string[];
  /** For each index of `value`, and its end, the index in the source. */
  readonly offsets: readonly number[] | undefined;
}

/**
 * A string of Terraform JSON: `${…}` and `%{…}` are Terraform's, `$${` and `%%{` mean a literal `${` and `%{` (which is how
 * an IAM policy variable is written there).
 */
export function parseTemplate(source: string): Template {
  if (!source.includes("${") && !source.includes("%{")) {
    return { value: source, expressions: [], offsets: undefined };
  }
  let value = "";
  const expressions: string[] = [];
  const offsets: number[] = [];
  let at = 0;
  while (at < source.length) {
    const sign = source[at];
    if ((sign === "$" || sign === "%") && source[at + 1] === sign && source[at + 2] === "{") {
      value += `${sign}{`;
      offsets.push(at, at + 2);
      at += 3;
    } else if ((sign === "$" || sign === "%") && source[at + 1] === "{") {
      const end = expressionEnd(source, at + 2);
      value += unknownPart;
      expressions.push(source.slice(at + 2, end - 1).trim());
      offsets.push(at);
      at = end;
    } else {
      value += sign;
      offsets.push(at);
      at++;
    }
  }
  offsets.push(source.length);
  return { value, expressions, offsets };
}

/** The index after the `}` that closes the expression; braces and quoted strings (with templates in them) are nested. */
export function expressionEnd(source: string, start: number): number {
  let depth = 1;
  let at = start;
  while (at < source.length) {
    const character = source[at];
    if (character === '"') {
      at = quotedEnd(source, at + 1);
      continue;
    }
    if (character === "{") depth++;
    if (character === "}" && --depth === 0) return at + 1;
    at++;
  }
  return source.length + 1;
}

/** The index after the quote that closes a string of Terraform's language. */
export function quotedEnd(source: string, start: number): number {
  let at = start;
  while (at < source.length) {
    const character = source[at];
    if (character === "\\") at += 2;
    else if (character === '"') return at + 1;
    else if ((character === "$" || character === "%") && source[at + 1] === "{")
      at = expressionEnd(source, at + 2);
    else at++;
  }
  return source.length;
}
