/**
 * Bytes of a JSON file as text. Tools on Windows write UTF-16 and byte order marks; both are read.
 *
 * @throws when the bytes are in no encoding that JSON can have.
 */
export function decodeText(bytes: Uint8Array): string {
  const encoding = detectEncoding(bytes);
  try {
    // The byte order mark is dropped by the decoder.
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    throw new Error(`the bytes are not valid ${encoding.toUpperCase()}; save the file as UTF-8`);
  }
}

function detectEncoding(bytes: Uint8Array): "utf-8" | "utf-16le" | "utf-16be" {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return "utf-16le";
  if (first === 0xfe && second === 0xff) return "utf-16be";
  // JSON starts with an ASCII character, so a zero byte among the first two gives UTF-16 away.
  if (first !== 0 && second === 0) return "utf-16le";
  if (first === 0 && second !== 0 && second !== undefined) return "utf-16be";
  return "utf-8";
}
