import {
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  parseDocument,
  type Node,
  type ParsedNode,
} from "yaml";
import type { Text } from "./model/text";
import type { Value } from "./model/value";

/** Something wrong with a YAML text, at an offset of it. */
export interface YamlFault {
  readonly offset: number;
  readonly message: string;
}

/**
 * Reads YAML into values that know their places. Every scalar is a text as it is written: a day is no date object, and an
 * account id keeps its leading zeros.
 */
export function readYaml(text: Text): { readonly value: Value | undefined; readonly faults: YamlFault[] } {
  const document = parseDocument(text.content, { schema: "failsafe", lineCounter: new LineCounter() });
  const faults: YamlFault[] = [...document.errors, ...document.warnings].map(({ pos, message }) => ({
    offset: pos[0],
    message: message.split("\n")[0]?.replace(/ at line \d+.*$/, "") ?? message,
  }));
  if (faults.length > 0 || document.contents === null) return { value: undefined, faults };
  return { value: new YamlReader(text, faults).value(document.contents), faults };
}

class YamlReader {
  constructor(
    private readonly text: Text,
    private readonly faults: YamlFault[],
  ) {}

  value(node: ParsedNode | Node | null): Value {
    const offset = node?.range?.[0] ?? 0;
    const place = { text: this.text, offset };
    if (isMap(node)) {
      const members = node.items.map(({ key, value }) => {
        const keyNode = key as Node;
        const keyPlace = { text: this.text, offset: keyNode.range?.[0] ?? offset };
        const name = isScalar(keyNode) && typeof keyNode.value === "string" ? keyNode.value : "";
        return { key: name, keyPlace, value: this.value(value as Node | null) };
      });
      return { kind: "object", place, members };
    }
    if (isSeq(node))
      return { kind: "array", place, items: node.items.map((item) => this.value(item as Node)) };
    if (isAlias(node))
      this.faults.push({ offset, message: "aliases (*name) are not read; write the value out" });
    const value = isScalar(node) && typeof node.value === "string" ? node.value : "";
    return { kind: "string", place, value, expressions: [], offsetOf: () => offset };
  }
}
