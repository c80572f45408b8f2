/** HCL expressions as trees of brackets: as much of the syntax as it takes to break long lines at the right places. */
import { endOfQuoted } from "./template";

/** Text between brackets, and the brackets, in order. */
export type Sequence = (string | Group)[];

export interface Group {
  open: "(" | "[" | "{";
  /** What commas (in an object, line breaks too) separate. */
  items: Sequence[];
  /** `[for …]` and `{ for … }` are one item, whatever commas are in it. */
  isFor: boolean;
  /** `x[0]`, `x["key"]`, `x[*]`: part of a name, never broken. */
  isIndex: boolean;
}

export const CLOSE = { "(": ")", "[": "]", "{": "}" } as const;

/** @throws when brackets or quotes do not match */
export function parseExpression(text: string): Sequence {
  const reader = new Reader(text);
  const sequence = reader.sequence([]);
  if (!reader.isAtEnd) throw new Error(`The expression ${JSON.stringify(text)} has a bracket too many.`);
  return sequence;
}

class Reader {
  private at = 0;
  constructor(private readonly text: string) {}

  get isAtEnd(): boolean {
    return this.at >= this.text.length;
  }

  private get character(): string {
    return this.text[this.at] ?? "";
  }

  /** Reads up to a closing bracket or one of the separators, which stay unread. */
  sequence(separators: readonly string[]): Sequence {
    const nodes: Sequence = [];
    let plain = "";
    const flush = () => {
      if (plain) nodes.push(plain);
      plain = "";
    };
    while (!this.isAtEnd && !")]}".includes(this.character) && !separators.includes(this.character)) {
      if (this.character === '"') {
        const end = endOfQuoted(this.text, this.at);
        plain += this.text.slice(this.at, end);
        this.at = end;
      } else if (this.character === "(" || this.character === "[" || this.character === "{") {
        const isIndex = this.character === "[" && /[\w\])]$/.test(plain || (nodes.length ? ")" : ""));
        flush();
        nodes.push(this.group(this.character, isIndex));
      } else {
        plain += /\s/.test(this.character) ? " " : this.character;
        this.at += 1;
      }
    }
    flush();
    return trim(nodes);
  }

  private group(open: Group["open"], isIndex: boolean): Group {
    this.at += 1;
    const isFor = !isIndex && /^\s*for\s/.test(this.text.slice(this.at)) && open !== "(";
    const separators = isFor ? [] : open === "{" ? [",", "\n"] : [","];
    const items: Sequence[] = [];
    while (!this.isAtEnd && this.character !== CLOSE[open]) {
      const item = this.sequence(separators);
      if (item.length) items.push(item);
      if (separators.includes(this.character)) this.at += 1;
      else if (this.character !== CLOSE[open]) break;
    }
    if (this.character !== CLOSE[open])
      throw new Error(
        `The expression ${JSON.stringify(this.text)} lacks a ${CLOSE[open]} before ${this.at}.`,
      );
    this.at += 1;
    return { open, items, isFor, isIndex };
  }
}

/** Without space at both ends, and with single spaces between. */
function trim(nodes: Sequence): Sequence {
  return nodes
    .map((node, index) => {
      if (typeof node !== "string") return node;
      const start = index === 0 ? node.trimStart() : node;
      return index === nodes.length - 1 ? start.trimEnd() : start;
    })
    .filter((node) => node !== "");
}
