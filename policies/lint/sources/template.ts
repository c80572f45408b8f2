import { unknownPart } from "../model/value";

/** Templates in strings of templates: deeper than anyone writes; what is deeper counts as not closed. */
const maximumNesting = 100;

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
  if (!source.includes("${") && !source.includes("%{") && !source.includes(unknownPart)) {
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
      expressions.push(
        source
          .slice(at + 2, end - 1)
          .replace(/^~|~$/g, "")
          .trim(),
      );
      offsets.push(at);
      at = end;
    } else {
      // Text that happens to be the stand-in must not count as an expression.
      value += sign === unknownPart ? "\uFFFD" : sign;
      offsets.push(at);
      at++;
    }
  }
  offsets.push(source.length);
  return { value, expressions, offsets };
}

/**
 * The index after the `}` that closes the expression; braces, quoted strings (with templates in them), heredocs and
 * comments are passed over.
 */
export function expressionEnd(source: string, start: number, nesting = 0): number {
  let depth = 1;
  let at = start;
  while (at < source.length) {
    const skipped = opaqueEnd(source, at, nesting);
    if (skipped !== undefined) {
      at = skipped;
      continue;
    }
    const character = source[at];
    if (character === "{") depth++;
    if (character === "}" && --depth === 0) return at + 1;
    at++;
  }
  return source.length + 1;
}

const heredoc = /<<-?([A-Za-z_][\w-]*)\r?\n/y;

/** Where a string, a heredoc or a comment that starts here ends; undefined when none starts here. */
export function opaqueEnd(source: string, at: number, nesting = 0): number | undefined {
  const character = source[at];
  const next = source[at + 1];
  if (character === '"') return quotedEnd(source, at + 1, nesting);
  if (character === "#" || (character === "/" && next === "/")) return lineEnd(source, at);
  if (character === "/" && next === "*") return after(source, "*/", at + 2);
  return character === "<" && next === "<" ? readHeredoc(source, at)?.end : undefined;
}

/** `<<NAME` up to the line that holds only NAME; `<<-NAME` takes the common indent away. */
export function readHeredoc(source: string, start: number): { text: string; end: number } | undefined {
  heredoc.lastIndex = start;
  const opening = heredoc.exec(source);
  const name = opening?.[1];
  if (opening === null || name === undefined) return undefined;
  const lines: string[] = [];
  let at = start + opening[0].length;
  while (at < source.length) {
    const end = lineEnd(source, at);
    const line = source.slice(at, end);
    if (line.trim() === name) return { text: withoutIndent(lines, opening[0].startsWith("<<-")), end };
    lines.push(line);
    at = end + 1;
  }
  return undefined;
}

function withoutIndent(lines: readonly string[], strip: boolean): string {
  const written = lines.filter((line) => line.trim() !== "");
  const indent = strip ? Math.min(...written.map((line) => line.length - line.trimStart().length)) : 0;
  return lines.map((line) => `${line.slice(written.length === 0 ? 0 : indent)}\n`).join("");
}

function lineEnd(source: string, at: number): number {
  const end = source.indexOf("\n", at);
  return end === -1 ? source.length : end;
}

function after(source: string, needle: string, at: number): number {
  const found = source.indexOf(needle, at);
  return found === -1 ? source.length : found + needle.length;
}

/** The index after the quote that closes a string of Terraform's language. */
export function quotedEnd(source: string, start: number, nesting = 0): number {
  if (nesting > maximumNesting) return source.length;
  let at = start;
  while (at < source.length) {
    const character = source[at];
    if (character === "\\") at += 2;
    else if (character === '"') return at + 1;
    else if ((character === "$" || character === "%") && source[at + 1] === "{")
      at = expressionEnd(source, at + 2, nesting + 1);
    else at++;
  }
  return source.length;
}
