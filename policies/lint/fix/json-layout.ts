import { endOfValue } from "../model/value-end";

/** How the JSON around a place is written, so that what is put there looks like it. */
export interface Layout {
  /** The blanks before the line of the place; null where the document is written on one line. */
  readonly indent: string | null;
  /** One step of indentation. */
  readonly step: string;
  /** `": "` or `":"`. */
  readonly colon: string;
}

export function layoutAt(content: string, offset: number): Layout {
  const colon = /"\s*:\S/.test(content) && !/"\s*:\s/.test(content) ? ":" : ": ";
  if (!content.includes("\n")) return { indent: null, step: "", colon };
  const lineStart = content.lastIndexOf("\n", offset - 1) + 1;
  const indent = /^[ \t]*/.exec(content.slice(lineStart, offset))?.[0] ?? "";
  return { indent, step: /\n([ \t]+)\S/.exec(content)?.[1] ?? "  ", colon };
}

/** The value as JSON in the layout of its place; short lists stay on one line, as they are written by hand. */
export function renderValue(value: unknown, { indent, step, colon }: Layout): string {
  const onOneLine = JSON.stringify(value, null, 1).replace(/\n */g, colon === ":" ? "" : " ");
  const compact = colon === ":" ? JSON.stringify(value) : tighten(onOneLine);
  if (indent === null || typeof value !== "object" || value === null) return compact;
  return JSON.stringify(value, null, step || "  ").replace(/\n/g, `\n${indent}`);
}

/** `{ "a": [ 1 ] }` as `{"a": [1]}`, which is how documents on one line with blanks are mostly written. */
function tighten(text: string): string {
  let out = "";
  let inString = false;
  for (let at = 0; at < text.length; at++) {
    const character = text[at] ?? "";
    if (inString && character === "\\") {
      out += character + (text[++at] ?? "");
      continue;
    }
    if (character === '"') inString = !inString;
    const afterOpen = !inString && character === " " && /[{[]$/.test(out);
    const beforeClose = !inString && character === " " && /[}\]]/.test(text[at + 1] ?? "");
    if (!afterOpen && !beforeClose) out += character;
  }
  return out;
}

export interface Span {
  readonly start: number;
  readonly end: number;
}

/** What has to go so that the list's entry or the object's member at the offset is gone, with its comma. */
export function spanOfEntry(content: string, valueStart: number): Span {
  let start = valueStart;
  const end = endOfValue(content, valueStart);
  let before = lastNonBlank(content, start);
  if (content[before] === ":") {
    start = startOfString(content, lastNonBlank(content, before));
    before = lastNonBlank(content, start);
  }
  if (content[before] === ",") return { start: before, end };
  const after = firstNonBlank(content, end);
  if (content[after] !== ",") return { start, end };
  return { start, end: firstNonBlank(content, after + 1) };
}

export interface MemberSpan extends Span {
  /** What stands before the new value. */
  readonly lead: string;
}

/** Where a member's value stands, or where a new member goes: behind the last one. */
export function spanOfMember(content: string, objectStart: number, key: string): MemberSpan {
  const members = membersOf(content, objectStart);
  const existing = members.findLast((one) => one.key === key);
  if (existing !== undefined) return { ...existing, lead: "" };
  const { indent, colon } = layoutAt(content, members[0]?.keyStart ?? objectStart);
  const name = `${JSON.stringify(key)}${colon}`;
  const last = members.at(-1);
  if (last === undefined) return { start: objectStart + 1, end: objectStart + 1, lead: name };
  const lines = indent !== null && content.slice(objectStart, last.end).includes("\n");
  const separator = lines ? `,\n${indent}` : colon === ":" ? "," : ", ";
  return { start: last.end, end: last.end, lead: separator + name };
}

interface MemberPlace extends Span {
  readonly key: string;
  readonly keyStart: number;
}

function membersOf(content: string, objectStart: number): MemberPlace[] {
  const members: MemberPlace[] = [];
  let at = firstNonBlank(content, objectStart + 1);
  while (content[at] === '"') {
    const keyStart = at;
    const keyEnd = endOfValue(content, keyStart);
    const start = firstNonBlank(content, firstNonBlank(content, keyEnd) + 1);
    const end = endOfValue(content, start);
    members.push({ key: JSON.parse(content.slice(keyStart, keyEnd)) as string, keyStart, start, end });
    const next = firstNonBlank(content, end);
    at = content[next] === "," ? firstNonBlank(content, next + 1) : content.length;
  }
  return members;
}

function lastNonBlank(content: string, before: number): number {
  let at = before - 1;
  while (at >= 0 && /\s/.test(content[at] ?? "")) at--;
  return at;
}

function firstNonBlank(content: string, from: number): number {
  let at = from;
  while (at < content.length && /\s/.test(content[at] ?? "")) at++;
  return at;
}

/** Where the string starts whose closing quote stands at the index. */
function startOfString(content: string, closingQuote: number): number {
  let at = closingQuote - 1;
  while (at > 0 && !(content[at] === '"' && !isEscaped(content, at))) at--;
  return at;
}

function isEscaped(content: string, at: number): boolean {
  let before = at;
  while (content[before - 1] === "\\") before--;
  return (at - before) % 2 === 1;
}
