import type { Text } from "../../model/text";
import { unknownPart, type Member, type StringValue, type Value } from "../../model/value";
import { expressionEnd, opaqueEnd, parseTemplate, quotedEnd, readHeredoc } from "../template";

/**
 * Reads the literal inside `jsonencode(…)`: objects, lists, strings with templates, numbers, booleans. Whatever else
 * stands there (a reference, a call, a `for`) becomes an unknown value.
 */
export function parseHclValue(text: Text): Value {
  return new HclReader(text).value();
}

const escapes: Readonly<Record<string, string>> = { n: "\n", r: "\r", t: "\t", '"': '"', "\\": "\\" };

/** Deeper than any policy; what is deeper is unknown. */
const maximumDepth = 200;

class HclReader {
  private at = 0;
  private depth = 0;
  private readonly source: string;

  constructor(private readonly text: Text) {
    this.source = text.content;
  }

  value(): Value {
    this.skipSpace();
    const start = this.at;
    const literal = this.literal();
    this.skipSpace(false);
    // Something follows (an operator, an index): the literal was only a part of an expression.
    if (literal !== undefined && this.atEndOfValue()) return literal;
    this.at = start;
    return this.unknown();
  }

  private literal(): Value | undefined {
    const next = this.source[this.at];
    if (next === '"') return this.string();
    if (next === "<") return this.heredoc();
    if (next === "{" || next === "[") {
      if (this.isFor() || this.depth === maximumDepth) return undefined;
      this.depth++;
      const read = next === "{" ? this.object() : this.list();
      this.depth--;
      return read;
    }
    const scalar = /^(?:true|false|null|-?\d+(?:\.\d+)?)(?![\w.(])/.exec(
      this.source.slice(this.at, this.at + 40),
    );
    if (scalar === null) return undefined;
    const place = this.place();
    this.at += scalar[0].length;
    return { kind: "scalar", place, value: JSON.parse(scalar[0]) as number | boolean | null };
  }

  private isFor(): boolean {
    return /^[{[]\s*for\s/.test(this.source.slice(this.at, this.at + 40));
  }

  private string(): StringValue {
    const place = this.place();
    const end = quotedEnd(this.source, this.at + 1);
    const raw = this.source.slice(this.at + 1, end - 1);
    this.at = end;
    const template = parseTemplate(raw);
    const value = template.value.replace(/\\(u[0-9a-fA-F]{4}|.)/g, (_, code: string) =>
      code.startsWith("u") && code.length === 5
        ? String.fromCharCode(parseInt(code.slice(1), 16))
        : (escapes[code] ?? code),
    );
    return { kind: "string", place, value, expressions: template.expressions, offsetOf: () => place.offset };
  }

  private heredoc(): StringValue | undefined {
    const read = readHeredoc(this.source, this.at);
    if (read === undefined) return undefined;
    const place = this.place();
    this.at = read.end;
    const { value, expressions } = parseTemplate(read.text);
    return { kind: "string", place, value, expressions, offsetOf: () => place.offset };
  }

  private object(): Value {
    const place = this.place();
    const members: Member[] = [];
    this.at++;
    for (this.skipSpace(); this.at < this.source.length && this.source[this.at] !== "}"; this.skipSpace()) {
      const keyPlace = this.place();
      const key = this.key();
      if (key === undefined) return this.unknownRest(place, "{");
      this.skipSpace();
      this.at++;
      members.push({ key, keyPlace, value: this.value() });
      this.skipSpace();
      if (this.source[this.at] === ",") this.at++;
    }
    this.at++;
    return { kind: "object", place, members };
  }

  /** A name or a quoted string, before `=` or `:`; undefined for a computed key. */
  private key(): string | undefined {
    const name = /^[A-Za-z_][\w-]*/.exec(this.source.slice(this.at, this.at + 256))?.[0];
    let key = name;
    if (name !== undefined) this.at += name.length;
    else if (this.source[this.at] === '"') key = this.string().value;
    this.skipSpace();
    const separator = this.source[this.at];
    return (separator === "=" || separator === ":") && key !== undefined && !key.includes(unknownPart)
      ? key
      : undefined;
  }

  private list(): Value {
    const place = this.place();
    const items: Value[] = [];
    this.at++;
    for (this.skipSpace(); this.at < this.source.length && this.source[this.at] !== "]"; this.skipSpace()) {
      items.push(this.value());
      this.skipSpace();
      if (this.source[this.at] === ",") this.at++;
    }
    this.at++;
    return { kind: "array", place, items };
  }

  /** Skips an expression that is not a literal. It always moves on, so that no input can hold the reader. */
  private unknown(): Value {
    const place = this.place();
    const start = this.at;
    this.skipExpression();
    if (this.at === start) this.at++;
    return { kind: "unknown", place, expression: this.source.slice(start, this.at).trim() };
  }

  private unknownRest(place: Value["place"], open: "{"): Value {
    this.at = expressionEnd(this.source, place.offset + open.length);
    return { kind: "unknown", place, expression: this.source.slice(place.offset, this.at) };
  }

  private skipExpression(): void {
    let depth = 0;
    for (; this.at < this.source.length; this.at++) {
      const character = this.source[this.at] ?? "";
      const opaque = opaqueEnd(this.source, this.at);
      if (opaque !== undefined) {
        this.at = opaque - 1;
        continue;
      }
      if ("([{".includes(character)) depth++;
      if (")]}".includes(character) && --depth < 0) return;
      if (depth === 0 && (character === "," || character === "\n")) return;
    }
  }

  private atEndOfValue(): boolean {
    const next = this.source[this.at];
    return next === undefined || ",]}\n)".includes(next);
  }

  private skipSpace(newLines = true): void {
    const space = newLines ? /\s/ : /[^\S\n]/;
    while (this.at < this.source.length) {
      const isComment = "#/".includes(this.source[this.at] ?? " ");
      const comment = isComment ? opaqueEnd(this.source, this.at) : undefined;
      if (comment !== undefined) this.at = comment;
      else if (space.test(this.source[this.at] ?? "")) this.at++;
      else return;
    }
  }

  private place(): Value["place"] {
    return { text: this.text, offset: this.at };
  }
}
