/** Tar archives in the POSIX format (ustar), with nothing in them that differs from one machine or day to the next. */

export interface TarEntry {
  /** At most 100 bytes, with `/` between folders. */
  readonly path: string;
  readonly content: Uint8Array;
}

const BLOCK_BYTES = 512;
const NAME_BYTES = 100;

/** @throws when a path does not fit the format */
export function tar(entries: readonly TarEntry[]): Buffer {
  const parts = entries.flatMap(({ path, content }) => [
    header(path, content),
    content,
    padding(content.length),
  ]);
  // Two empty blocks end an archive.
  return Buffer.concat([...parts, Buffer.alloc(2 * BLOCK_BYTES)]);
}

const padding = (bytes: number): Buffer => Buffer.alloc((BLOCK_BYTES - (bytes % BLOCK_BYTES)) % BLOCK_BYTES);

function header(path: string, content: Uint8Array): Buffer {
  const block = Buffer.alloc(BLOCK_BYTES);
  if (Buffer.byteLength(path) > NAME_BYTES)
    throw new Error(`${path}: a path in an archive has at most ${NAME_BYTES} bytes.`);
  const octal = (value: number, at: number, length: number) =>
    block.write(`${value.toString(8).padStart(length - 1, "0")}\0`, at);
  block.write(path, 0);
  // Told from the content, because not every checkout keeps modes.
  const isScript = content[0] === 0x23 && content[1] === 0x21;
  octal(isScript ? 0o755 : 0o644, 100, 8);
  octal(0, 108, 8); // owner and group: root
  octal(0, 116, 8);
  octal(content.length, 124, 12);
  octal(0, 136, 12); // 1970-01-01
  block.write(" ".repeat(8), 148); // counts as spaces in its own sum
  block.write("0", 156); // a plain file
  block.write("ustar\0" + "00", 257);
  const sum = block.reduce((total, byte) => total + byte, 0);
  block.write(`${sum.toString(8).padStart(6, "0")}\0 `, 148);
  return block;
}
