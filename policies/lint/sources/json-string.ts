import type { Place, Text } from "../model/text";
import { unknownPart, type StringValue } from "../model/value";
import type { StringMode } from "./json";
import { parseTemplate } from "./template";

const none: readonly string[] = [];

/** A string without templates. A class, since there are very many: `offsetOf` is made only for those that need it. */
class PlainString implements StringValue {
  readonly kind = "string";
  readonly expressions = none;

  constructor(
    readonly place: Place,
    readonly value: string,
    /** Of the string in the text, with its quotes. */
    private readonly length: number,
  ) {}

  get offsetOf(): (index: number) => number {
    const { text, offset } = this.place;
    // Without escapes, the text is as long as its source.
    if (this.value.length === this.length - 2) return (index) => offset + 1 + index;
    return (index) => offset + (offsetsOf(text, offset, this.length)[index] ?? this.length - 1);
  }
}

/** A string that is written as it is read: without escapes, and without what JSON does not allow. */
const plainString = /"[^"\\\u0000-\u001f]*"/y;

/** The string that starts at the offset, and where it ends; undefined when it is none. */
export function readString(
  text: Text,
  start: number,
  mode: StringMode,
): { readonly value: StringValue; readonly end: number } | undefined {
  const { content } = text;
  plainString.lastIndex = start;
  const isPlain = plainString.test(content);
  const end = isPlain ? plainString.lastIndex : closingQuote(content, start + 1) + 1;
  const decoded = isPlain ? content.slice(start + 1, end - 1) : decode(content.slice(start, end));
  if (decoded === undefined) return undefined;
  const plain = new PlainString({ text, offset: start }, decoded, end - start);
  return { value: mode === "template" ? asTemplate(plain) : plain, end };
}

/** The index of the closing quote; -1 where there is none. */
function closingQuote(content: string, start: number): number {
  let close = content.indexOf('"', start);
  while (close !== -1 && isEscaped(content, close)) close = content.indexOf('"', close + 1);
  return close;
}

function isEscaped(content: string, at: number): boolean {
  let before = at;
  while (content[before - 1] === "\\") before--;
  return (at - before) % 2 === 1;
}

function decode(quoted: string): string | undefined {
  try {
    return JSON.parse(quoted) as string;
  } catch {
    return undefined;
  }
}

function asTemplate(plain: PlainString): StringValue {
  const { value, place } = plain;
  if (!value.includes("${") && !value.includes("%{") && !value.includes(unknownPart)) return plain;
  const template = parseTemplate(value);
  const offsetOf = (index: number) => plain.offsetOf(template.offsets?.[index] ?? index);
  return { kind: "string", place, value: template.value, expressions: template.expressions, offsetOf };
}

let last: { text: Text; offset: number; offsets: readonly number[] } | undefined;

/** The offsets of the string that was asked for last are kept: a document inside a string asks for many. */
function offsetsOf(text: Text, offset: number, length: number): readonly number[] {
  if (last?.text !== text || last.offset !== offset) {
    last = { text, offset, offsets: escapeOffsets(text.content.slice(offset, offset + length)) };
  }
  return last.offsets;
}

/** For each character of a decoded JSON string, its offset from the opening quote. */
function escapeOffsets(raw: string): number[] {
  const offsets: number[] = [];
  let at = 1;
  while (at < raw.length - 1) {
    offsets.push(at);
    if (raw[at] === "\\") at += raw[at + 1] === "u" ? 6 : 2;
    else at++;
  }
  offsets.push(raw.length - 1);
  return offsets;
}
