/** Expressions laid out as `terraform fmt` accepts them: on one line where they fit, else broken at their brackets. */
import { attributeLines, indent, LINE_WIDTH } from "./layout";
import { CLOSE, parseExpression, type Group, type Sequence } from "./parse-expression";
import { endOfQuoted } from "./template";

const PACKED_WIDTH = 80;

export interface PrintOptions {
  /** Columns that are left for the first line. */
  width?: number;
  /** Breaks every object with two fields or more, whether it fits or not: for the types of variables. */
  breakObjects?: boolean;
}

/** @returns lines, indented relative to the first */
export function printExpression(text: string, options: PrintOptions = {}): string[] {
  return printSequence(
    withoutParentheses(parseExpression(text)),
    options.width ?? LINE_WIDTH,
    options.breakObjects ?? false,
  );
}

/** CDKTF puts whole conditions into parentheses. */
function withoutParentheses(sequence: Sequence): Sequence {
  const [only] = sequence;
  const isWrapped = sequence.length === 1 && typeof only === "object" && only.open === "(";
  return isWrapped && only.items.length === 1 ? (only.items[0] ?? sequence) : sequence;
}

function flat(sequence: Sequence): string {
  return sequence.map((node) => (typeof node === "string" ? node : flatGroup(node))).join("");
}

function flatGroup(group: Group): string {
  const items = group.items.map((item) => flat(group.open === "{" && !group.isFor ? asField(item) : item));
  const inside = items.join(", ");
  if (group.open === "{" && inside) return `{ ${inside} }`;
  return `${group.open}${inside}${CLOSE[group.open]}`;
}

/** CDKTF quotes every key: `"Name" = x`, or `"Name": x`. A key that needs no quotes loses them. */
function asField(item: Sequence): Sequence {
  const [first, ...rest] = item;
  if (typeof first !== "string") return item;
  const unquoted = first.replace(/^"([A-Za-z_][A-Za-z0-9_-]*)"\s*[=:](?!=)\s*/, (all, key: string) =>
    key === "for" ? all : `${key} = `,
  );
  return [unquoted, ...rest];
}

function mustBreak(sequence: Sequence, breakObjects: boolean): boolean {
  if (!breakObjects) return false;
  return sequence.some(
    (node) =>
      typeof node !== "string" &&
      ((node.open === "{" && node.items.length > 1) ||
        node.items.some((item) => mustBreak(item, breakObjects))),
  );
}

function printSequence(sequence: Sequence, width: number, breakObjects: boolean): string[] {
  const line = flat(sequence);
  const isForced = mustBreak(sequence, breakObjects);
  if (!isForced && line.length <= width) return [line];
  // One bracket is broken, whichever makes the longest line shortest: `terraform fmt` indents lines that close one
  // bracket and open another in a way that nobody expects.
  const layouts = sequence
    .filter((node): node is Group => typeof node !== "string" && !node.isIndex && node.items.length > 0)
    .map((broken) => assemble(sequence, broken, breakObjects));
  return layouts.reduce(
    (best, lines) => (longest(lines) < longest(best) ? lines : best),
    layouts[0] ?? [line],
  );
}

const longest = (lines: readonly string[]) => Math.max(...lines.map((line) => line.length));

function assemble(sequence: Sequence, broken: Group, breakObjects: boolean): string[] {
  const lines = [""];
  for (const node of sequence) {
    const printed =
      typeof node === "string"
        ? [node]
        : node === broken
          ? printGroup(node, breakObjects)
          : [flatGroup(node)];
    lines[lines.length - 1] += printed[0] ?? "";
    lines.push(...printed.slice(1));
  }
  return lines;
}

function printGroup(group: Group, breakObjects: boolean): string[] {
  const { open, items } = group;
  const print = (item: Sequence, prefix = 0) => printSequence(item, LINE_WIDTH - 2 - prefix, breakObjects);
  if (group.isFor) return [open, ...indent(printFor(items[0] ?? [], breakObjects)), CLOSE[open]];
  if (open === "{") return ["{", ...indent(fields(items, breakObjects)), "}"];
  if (open === "[") {
    if (isLongAndShort(items)) return ["[", ...indent(packed(items)), "]"];
    return ["[", ...items.flatMap((item) => indent(withComma(print(item)))), "]"];
  }
  const hugged = hug(items, breakObjects);
  if (hugged) return hugged;
  const last = items.length - 1;
  return [
    "(",
    ...items.flatMap((item, index) => indent(index < last ? withComma(print(item)) : print(item))),
    ")",
  ];
}

const withComma = (lines: string[]): string[] =>
  lines.map((line, index) => (index === lines.length - 1 ? `${line},` : line));

/** Many short texts read better side by side. */
const isLongAndShort = (items: Sequence[]) =>
  items.length > 8 &&
  items.every((item) => item.length === 1 && flat(item).length <= 24 && typeof item[0] === "string");

function packed(items: Sequence[]): string[] {
  const lines = [""];
  for (const item of items) {
    const last = lines[lines.length - 1] ?? "";
    const longer = `${last}${last && " "}${flat(item)},`;
    if (last && longer.length > PACKED_WIDTH) lines.push(`${flat(item)},`);
    else lines[lines.length - 1] = longer;
  }
  return lines;
}

/** `jsonencode({` … `})`: an only argument, or the only one with a bracket to break, stays beside the parenthesis. */
function hug(items: Sequence[], breakObjects: boolean): string[] | undefined {
  const isBracket = (node: string | Group) =>
    typeof node !== "string" && !node.isIndex && node.items.length > 0;
  const candidates = items.filter((item) => item.some(isBracket));
  const [candidate] = candidates;
  if (!candidate || candidates.length > 1 || typeof candidate.at(-1) === "string") return undefined;
  const lines = [""];
  items.forEach((item, index) => {
    const printed = item === candidate ? printSequence(item, 0, breakObjects) : [flat(item)];
    const [first = "", ...more] = index < items.length - 1 ? withComma(printed) : printed;
    lines[lines.length - 1] += index === 0 ? `(${first}` : ` ${first}`;
    lines.push(...more);
  });
  lines[lines.length - 1] += ")";
  return lines.some((line) => line.length > LINE_WIDTH) && items.length > 1 ? undefined : lines;
}

function fields(items: Sequence[], breakObjects: boolean): string[] {
  return attributeLines(
    items.map((item) => {
      const { key, value } = splitField(asField(item));
      return { key, lines: printSequence(value, LINE_WIDTH - key.length - 5, breakObjects) };
    }),
  );
}

/** Splits at the equal sign after the key: a name, a string, or an expression in parentheses. */
function splitField(item: Sequence): { key: string; value: Sequence } {
  const [first = "", ...rest] = item;
  const isComputed = typeof first !== "string";
  const keyLength = isComputed ? 0 : first.startsWith('"') ? endOfQuoted(first, 0) : first.search(/[\s=]/);
  const key = isComputed ? flat([first]) : first.slice(0, keyLength);
  const [next = "", ...others] = isComputed ? rest : [first.slice(keyLength), ...rest];
  const sign = typeof next === "string" ? /^\s*=(?![=>])\s*/.exec(next) : null;
  if (!key || !sign || typeof next !== "string") throw new Error(`${flat(item)} is no field of an object.`);
  return { key, value: [next.slice(sign[0].length), ...others].filter((node) => node !== "") };
}

/** `for key, item in items :` on a line, what it makes on the next. */
function printFor(sequence: Sequence, breakObjects: boolean): string[] {
  const at = sequence.findIndex((node) => typeof node === "string" && node.includes(" : "));
  const node = sequence[at];
  if (typeof node !== "string") return printSequence(sequence, LINE_WIDTH - 2, breakObjects);
  const cut = node.indexOf(" : ");
  const head = flat([...sequence.slice(0, at), `${node.slice(0, cut)} :`]);
  const tail = [node.slice(cut + 3), ...sequence.slice(at + 1)].filter((each) => each !== "");
  return [head, ...printSequence(tail, LINE_WIDTH - 2, breakObjects)];
}
