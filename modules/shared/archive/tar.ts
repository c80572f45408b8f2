/** Tar archives in the POSIX format (ustar), with nothing in them that differs from one machine or day to the next. */

export interface TarEntry {
  /** With `/` between folders. At most 100 bytes, or up to 255 where a `/` parts it into at most 155 and at most 100. */
  readonly path: string;
  readonly content: Uint8Array;
}

const BLOCK_BYTES = 512;
const NAME_BYTES = 100;
const PREFIX_BYTES = 155;

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
  const { prefix, name } = split(path);
  const octal = (value: number, at: number, length: number) =>
    block.write(`${value.toString(8).padStart(length - 1, "0")}\0`, at);
  block.write(name, 0);
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
  block.write(prefix, 345);
  const sum = block.reduce((total, byte) => total + byte, 0);
  block.write(`${sum.toString(8).padStart(6, "0")}\0 `, 148);
  return block;
}

/** A reader puts a `/` between both again. */
function split(path: string): { prefix: string; name: string } {
  if (Buffer.byteLength(path) <= NAME_BYTES) return { prefix: "", name: path };
  for (let at = path.indexOf("/"); at !== -1; at = path.indexOf("/", at + 1)) {
    const [prefix, name] = [path.slice(0, at), path.slice(at + 1)];
    if (Buffer.byteLength(prefix) <= PREFIX_BYTES && Buffer.byteLength(name) <= NAME_BYTES)
      return { prefix, name };
  }
  throw new Error(
    `${path}: a path in an archive has at most ${NAME_BYTES} bytes, and ${PREFIX_BYTES} more for its folders.`,
  );
}
