import type { Making } from "../behaviour/types";
import { asText } from "./values";

const HASH_LENGTH = 17;

/**
 * Fills in a template of a behaviour table: `{region}`, `{account}`, `{partition}`, `{hash}` or `{hash:8}` (so many hexadecimal digits),
 * `{HASH:17}` (so many capital letters and digits), `{uuid}`, and any attribute's name for its value.
 */
export function fillTemplate(template: string, purpose: string, making: Making): string {
  return template.replace(/\{(\w+)(?::(\d+))?\}/g, (_match, name: string, length?: string) => {
    if (name === "hash") return making.hash(purpose, Number(length ?? HASH_LENGTH));
    if (name === "HASH") return making.hash(purpose, Number(length ?? HASH_LENGTH)).toUpperCase();
    if (name === "uuid") return uuid(making.hash(purpose, 32));
    if (name === "region" || name === "account" || name === "partition") return making[name];
    return asText(making.values[name]);
  });
}

function uuid(digits: string): string {
  return [
    digits.slice(0, 8),
    digits.slice(8, 12),
    digits.slice(12, 16),
    digits.slice(16, 20),
    digits.slice(20, 32),
  ].join("-");
}
