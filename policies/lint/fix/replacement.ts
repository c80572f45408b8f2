import type { Text } from "../model/text";
import { unknownPart } from "../model/value";
import { endOfValue } from "../model/value-end";
import type { Edit } from "../rules/rule";
import { layoutAt, renderValue, spanOfEntry, spanOfMember, type Span } from "./json-layout";

/** Characters of a file that others take the place of. */
export interface Replacement extends Span {
  readonly text: Text;
  readonly content: string;
}

/**
 * What an edit means for the file that holds its text, through all strings that the text is embedded in; undefined where
 * it cannot be written there exactly.
 */
export function replacementOf({ place, member, value }: Edit): Replacement | undefined {
  const { text, offset } = place;
  const { content } = text;
  if (value === undefined && member === undefined) {
    return outward({ text, ...spanOfEntry(content, offset), content: "" });
  }
  if (member === undefined) {
    const span = { start: offset, end: endOfValue(content, offset) };
    return write(text, span, "", value, offset);
  }
  if (content[offset] !== "{" || !holdsIamElements(content, offset)) return undefined;
  const { lead, ...span } = spanOfMember(content, offset, member);
  return write(text, span, lead, value, span.start);
}

/** A block of Terraform's own words (`actions`, `effect`) cannot take an element of a policy. */
function holdsIamElements(content: string, objectStart: number): boolean {
  return !/^\{\s*"(?:sid|effect|actions|resources|principals|not_\w+|statement)"\s*:/.test(
    content.slice(objectStart, objectStart + 200),
  );
}

function write(text: Text, span: Span, lead: string, value: unknown, at: number): Replacement | undefined {
  const layout = layoutAt(text.content, at);
  // A member that joins others on one line stays on it.
  const rendered = renderValue(
    value,
    lead === "" || lead.includes("\n") ? layout : { ...layout, indent: null },
  );
  // What only Terraform knows cannot be written down again.
  if (rendered.includes(unknownPart)) return undefined;
  const content = lead + (text.hasTemplates ? escapeTemplates(rendered) : rendered);
  return outward({ text, ...span, content });
}

/** From a text to the string that holds it, up to the file. */
function outward(inner: Replacement): Replacement | undefined {
  const { outer } = inner.text;
  if (outer === undefined) return inner;
  const length = inner.text.content.length;
  // A text whose places are all the same has no exact place in the string.
  if (length > 0 && outer.offsetOf(0) === outer.offsetOf(length)) return undefined;
  const literal = outer.text.hasTemplates ? escapeTemplates(inner.content) : inner.content;
  return outward({
    text: outer.text,
    start: outer.offsetOf(inner.start),
    end: outer.offsetOf(inner.end),
    content: JSON.stringify(literal).slice(1, -1),
  });
}

function escapeTemplates(text: string): string {
  return text.replace(/[$%]\{/g, (start) => start.charAt(0) + start);
}
