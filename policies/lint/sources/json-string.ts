import type { Place, Text } from "../model/text";
import { unknownPart, type StringValue } from "../model/value";
import type { StringMode } from "./json";
import { parseTemplate } from "./template";

const none: readonly string[] = [];

/**
 * A string without templates. There are very many, so each is one object: it is its own place, and shares its functions
 * with all others.
 */
export class PlainString implements StringValue, Place {
  readonly kind = "string";

  constructor(
    readonly text: Text,
    readonly offset: number,
    readonly value: string,
    /** Where it ends in the text, after the closing quote. */
    readonly end: number,
  ) {}

  get place(): Place {
    return this;
  }

  get expressions(): readonly string[] {
    return none;
  }

  offsetOf(index: number): number {
    const length = this.end - this.offset;
    // Without escapes, the text is as long as its source.
    if (this.value.length === length - 2) return this.offset + 1 + index;
    return this.offset + (offsetsOf(this.text, this.offset, length)[index] ?? length - 1);
  }
}

/** The string that starts at the offset, without templates; undefined when it is none. */
export function readString(text: Text, start: number): PlainString | undefined {
  const { content } = text;
  const close = closingQuote(content, start + 1);
  if (close === -1) return undefined;
  const end = close + 1;
  const decoded = decode(content, start, end);
  return decoded === undefined ? undefined : new PlainString(text, start, decoded, end);
}

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

const needsDecoding = /[\\\u0000-\u001f]/;

function decode(content: string, start: number, end: number): string | undefined {
  const plain = content.slice(start + 1, end - 1);
  if (!needsDecoding.test(plain)) return plain;
  try {
    return JSON.parse(content.slice(start, end)) as string;
  } catch {
    return undefined;
  }
}

/** The string as Terraform reads it. */
export function asTemplate(plain: PlainString): StringValue {
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
