/** JSON exactly as Go's encoding/json writes it, for values that Terraform compares as text. */

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** @param indent spaces a level; 0 writes everything on one line */
export function goJson(value: Json, indent: number): string {
  // Go escapes these so that the text may stand in HTML and in old JavaScript.
  return JSON.stringify(value, undefined, indent).replace(
    /[<>&\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

/** Go writes a map's keys in byte order. */
export function sortKeys<T>(map: Record<string, T>): Record<string, T> {
  return Object.fromEntries(Object.entries(map).sort(([a], [b]) => compareBytes(a, b)));
}

export const compareBytes = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b));

/** The checksum (CRC-32, IEEE) that Terraform's providers make identifiers of text with. */
export function crc32(text: string): number {
  let crc = 0xffffffff;
  for (const byte of Buffer.from(text)) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  }
  return (crc ^ 0xffffffff) >>> 0;
}
