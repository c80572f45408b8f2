/** Strings of Terraform JSON, which are templates, as HCL expressions. */
import { quotedText } from "../../inputs";

/** Literal text as it stands in a template (escapes `$${` and `%%{` included), or `${…}` or `%{…}` as it stands. */
type Part = { literal: string } | { sequence: string };

/** Splits a template; braces and quotes inside `${…}` are counted, so that `${ { a = "}" } }` is one part. */
export function splitTemplate(template: string): Part[] {
  const parts: Part[] = [];
  let literal = "";
  let at = 0;
  while (at < template.length) {
    if (template.startsWith("$${", at) || template.startsWith("%%{", at)) {
      literal += template.slice(at, at + 3);
      at += 3;
    } else if (template.startsWith("${", at) || template.startsWith("%{", at)) {
      const end = endOfSequence(template, at);
      if (literal) parts.push({ literal });
      literal = "";
      parts.push({ sequence: template.slice(at, end) });
      at = end;
    } else {
      literal += template[at];
      at += 1;
    }
  }
  if (literal) parts.push({ literal });
  return parts;
}

/**
 * Where the `${…}` or `%{…}` that begins at `start` ends (exclusive).
 * @throws when it does not end
 */
export function endOfSequence(text: string, start: number): number {
  let at = start + 2;
  let depth = 1;
  while (at < text.length) {
    const character = text[at];
    if (character === '"') {
      at = endOfQuoted(text, at);
      continue;
    }
    if (character === "{") depth += 1;
    if (character === "}") depth -= 1;
    at += 1;
    if (depth === 0) return at;
  }
  throw new Error(`The template ${JSON.stringify(text)} has a sequence at ${start} that does not end.`);
}

/**
 * Where the quoted string that begins at `start` ends (exclusive); templates inside it are followed.
 * @throws when it does not end
 */
export function endOfQuoted(text: string, start: number): number {
  let at = start + 1;
  while (at < text.length) {
    if (text[at] === "\\") at += 2;
    else if (text.startsWith("$${", at) || text.startsWith("%%{", at)) at += 3;
    else if (text.startsWith("${", at) || text.startsWith("%{", at)) at = endOfSequence(text, at);
    else if (text[at] === '"') return at + 1;
    else at += 1;
  }
  throw new Error(`The expression ${JSON.stringify(text)} has a string at ${start} that does not end.`);
}

/** `a-${var.x}` as `"a-${var.x}"`; a template that is one `${…}` and nothing else as what is in it. */
export function templateExpression(template: string): string {
  const parts = splitTemplate(template);
  const [first] = parts;
  if (parts.length === 1 && first && "sequence" in first && first.sequence.startsWith("${")) {
    return first.sequence.slice(2, -1).trim();
  }
  return `"${parts.map((part) => ("sequence" in part ? part.sequence : quotedText(part.literal))).join("")}"`;
}

/**
 * A template of several lines as a heredoc, which reads as the text itself. Undefined when a heredoc cannot hold it: it
 * always ends with a line break, and knows no escapes for control characters.
 */
export function heredoc(template: string): string[] | undefined {
  const lines = template.split("\n");
  if (lines.length < 3 || lines.at(-1) !== "" || /[\u0000-\u0008\u000b-\u001f]/.test(template))
    return undefined;
  let marker = "EOT";
  while (lines.some((line) => line.trim() === marker)) marker += "_";
  return [`<<${marker}`, ...lines.slice(0, -1), marker];
}
