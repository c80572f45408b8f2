import type { Place, Text } from "../../model/text";
import type { Policy } from "../../model/types";
import { unknownPart, type StringValue, type Value } from "../../model/value";
import { allow, policyExample } from "../example";
import type { Rule, RuleResult } from "../rule";

export const illegalCharacters: Rule = {
  id: "IAM005",
  name: "illegal-characters",
  severity: "error",
  why: "IAM takes only tab, line breaks and the characters from U+0020 to U+00FF in a policy document, and refuses all others: typographic quotes and dashes, for instance, or letters beyond Latin-1.",
  whatToDo: "Replace the character by a plain one.",
  reference: "https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreatePolicy.html",
  examples: {
    bad: policyExample(allow("s3:GetObject", "arn:aws:s3:::photos/2024–2025/*")),
    good: policyExample(allow("s3:GetObject", "arn:aws:s3:::photos/2024-2025/*")),
  },
  check: ({ policies }) =>
    policies
      .filter((policy) => isForIam(policy) && mayHold(policy.place.text))
      .flatMap(({ document, resource }) => {
        const results: RuleResult[] = [];
        visit(document, "", (found, place, pointer) =>
          results.push({ severity: "error", message: messageOf(found), place, pointer, resource }),
        );
        return results;
      }),
};

/** Other services have limits of their own for the policies of their resources; a key's are IAM's. */
function isForIam({ kind, carrier }: Policy): boolean {
  return kind !== "resource" || carrier === "kms_key";
}

const clean = new WeakMap<Text, boolean>();

/** Nearly all texts are clean, and looked through once as a whole. */
function mayHold(text: Text): boolean {
  let isClean = clean.get(text);
  if (isClean === undefined) {
    isClean = text.content.search(illegal) === -1;
    clean.set(text, isClean);
  }
  return !isClean;
}

const illegal = /[^\t\n\r\u0020-\u00FF]/gu;

type Visitor = (character: string, place: Place, pointer: string) => void;

function visit(value: Value, pointer: string, found: Visitor): void {
  if (value.kind === "string") {
    const character = illegalIn(value);
    if (character !== undefined) found(character, value.place, pointer);
  } else if (value.kind === "array") {
    value.items.forEach((item, index) => visit(item, `${pointer}/${index}`, found));
  } else if (value.kind === "object") {
    for (const { key, keyPlace, value: inner } of value.members) {
      const character = key.match(illegal)?.[0];
      if (character !== undefined) found(character, keyPlace, `${pointer}/${key}`);
      visit(inner, `${pointer}/${key}`, found);
    }
  }
}

/** A character that is written as an escape (`\u2013`) is plain text to IAM. */
function illegalIn(text: StringValue): string | undefined {
  for (const { 0: character, index } of text.value.matchAll(illegal)) {
    if (character === unknownPart) continue;
    if (text.place.text.content.startsWith(character, text.offsetOf(index))) return character;
  }
  return undefined;
}

function messageOf(character: string): string {
  const code = (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0");
  const shown = /\p{C}/u.test(character) ? "" : ` ("${character}")`;
  return `The character U+${code}${shown} is not allowed in a policy; use characters from U+0020 to U+00FF, tabs and line breaks.`;
}
