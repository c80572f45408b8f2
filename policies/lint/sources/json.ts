import { parseTree, printParseErrorCode, type Node, type ParseError } from "jsonc-parser";
import type { Place, Text } from "../model/text";
import { unknownPart, type Member, type StringValue, type Value } from "../model/value";
import { parseTemplate } from "./template";

/** How strings are read: as they are, or as Terraform's templates. */
export type StringMode = "literal" | "template";

export interface ParsedJson {
  readonly value: Value;
  /** Keys that stand twice in one object: JSON readers keep the last, IAM refuses the document. */
  readonly duplicates: readonly { readonly key: string; readonly place: Place }[];
}

/** What is wrong with a text that is no JSON. */
export class JsonSyntaxError extends Error {
  constructor(
    message: string,
    readonly place: Place,
  ) {
    super(message);
  }
}

/**
 * Strict JSON (no comments, no trailing commas) with places.
 *
 * @throws JsonSyntaxError where it is none.
 */
export function parseJson(text: Text, mode: StringMode): ParsedJson {
  const { content, unknownOffsets } = makeParsable(text.content);
  const errors: ParseError[] = [];
  let tree: Node | undefined;
  try {
    tree = parseTree(content, errors, { disallowComments: true });
    const error = errors[0];
    if (error !== undefined || tree === undefined) {
      const what = error === undefined ? "the file is empty" : describeError(error);
      throw new JsonSyntaxError(`is not valid JSON: ${what}`, { text, offset: error?.offset ?? 0 });
    }
    return new TreeReader(text, mode, unknownOffsets).read(tree);
  } catch (error) {
    if (error instanceof RangeError) {
      throw new JsonSyntaxError("is nested too deeply to be read", { text, offset: 0 });
    }
    throw error;
  }
}

function describeError(error: ParseError): string {
  const words = printParseErrorCode(error.error).replace(/([a-z])([A-Z])/g, "$1 $2");
  return words.toLowerCase();
}

/**
 * An expression may stand where a whole value belongs (`"Resource": ${jsonencode(x)}`). A digit of the same length takes
 * its place for the parser.
 */
function makeParsable(content: string): { content: string; unknownOffsets: Set<number> } {
  const unknownOffsets = new Set<number>();
  if (!content.includes(unknownPart)) return { content, unknownOffsets };
  let inString = false;
  let out = "";
  for (let at = 0; at < content.length; at++) {
    const character = content[at] ?? "";
    if (inString && character === "\\") {
      out += character + (content[++at] ?? "");
      continue;
    }
    if (character === '"') inString = !inString;
    if (character === unknownPart && !inString) {
      unknownOffsets.add(at);
      out += "0";
    } else {
      out += character;
    }
  }
  return { content: out, unknownOffsets };
}

class TreeReader {
  private readonly duplicates: { key: string; place: Place }[] = [];

  constructor(
    private readonly text: Text,
    private readonly mode: StringMode,
    private readonly unknownOffsets: ReadonlySet<number>,
  ) {}

  read(tree: Node): ParsedJson {
    return { value: this.value(tree), duplicates: this.duplicates };
  }

  private value(node: Node): Value {
    const place = { text: this.text, offset: node.offset };
    switch (node.type) {
      case "object":
        return { kind: "object", place, members: this.members(node) };
      case "array":
        return { kind: "array", place, items: (node.children ?? []).map((child) => this.value(child)) };
      case "string":
        return readString(node.value as string, place, node.length, this.mode);
      default:
        if (this.unknownOffsets.has(node.offset))
          return { kind: "unknown", place, expression: "an expression" };
        return { kind: "scalar", place, value: node.value as number | boolean | null };
    }
  }

  private members(node: Node): Member[] {
    const seen = new Set<string>();
    return (node.children ?? []).map((property) => {
      const [keyNode, valueNode] = property.children as [Node, Node];
      const key = keyNode.value as string;
      const keyPlace = { text: this.text, offset: keyNode.offset };
      if (seen.has(key)) this.duplicates.push({ key, place: keyPlace });
      seen.add(key);
      return { key, keyPlace, value: this.value(valueNode) };
    });
  }
}

function readString(decoded: string, place: Place, length: number, mode: StringMode): StringValue {
  const template =
    mode === "template" ? parseTemplate(decoded) : { value: decoded, expressions: [], offsets: undefined };
  let rawOffsets: readonly number[] | undefined;
  return {
    kind: "string",
    place,
    value: template.value,
    expressions: template.expressions,
    offsetOf: (index) => {
      const inDecoded = template.offsets?.[index] ?? index;
      // Without escapes, the text is as long as its source.
      if (decoded.length === length - 2) return place.offset + 1 + inDecoded;
      rawOffsets ??= escapeOffsets(place.text.content.slice(place.offset, place.offset + length));
      return place.offset + (rawOffsets[inDecoded] ?? length - 1);
    },
  };
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
