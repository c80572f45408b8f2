import sharp, { type Region, type Sharp } from "sharp";
import { deflateSync } from "node:zlib";

/** A small photo-like image: left half red, right half blue. */
export function twoColours(
  format: "jpeg" | "png" | "webp" | "gif" | "avif" = "jpeg",
  width = 120,
  height = 80,
): Promise<Buffer> {
  return halves(width, height).toFormat(format).toBuffer();
}

/** The same, with an EXIF orientation that a viewer has to apply. */
export function turned(orientation: number): Promise<Buffer> {
  return halves(120, 80).withMetadata({ orientation }).jpeg({ quality: 100 }).toBuffer();
}

function halves(width: number, height: number): Sharp {
  const blue = { create: { width: width / 2, height, channels: 3 as const, background: "#0000ff" } };
  return sharp({ create: { width, height, channels: 3, background: "#ff0000" } }).composite([
    { input: blue, left: width / 2, top: 0 },
  ]);
}

/** A PNG of a few kilobytes that unpacks to width × height pixels of one colour. */
export function bombPng(width: number, height: number): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([1, 0, 0, 0, 0], 8);
  const rows = Buffer.alloc(height * (1 + Math.ceil(width / 8)));
  const chunks = [
    pngChunk("IHDR", header),
    pngChunk("IDAT", deflateSync(rows)),
    pngChunk("IEND", Buffer.alloc(0)),
  ];
  return Buffer.concat([Buffer.from("\x89PNG\r\n\x1a\n", "latin1"), ...chunks]);
}

export function pngChunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, "latin1"), data]);
  const chunk = Buffer.alloc(body.length + 8);
  chunk.writeUInt32BE(data.length, 0);
  body.copy(chunk, 4);
  chunk.writeUInt32BE(crc32(body), body.length + 4);
  return chunk;
}

/** PNG's checksum; `zlib.crc32` came with Node 20.15 only. */
export function crc32(bytes: Buffer): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  }
  return (crc ^ 0xffffffff) >>> 0;
}

/** The mean colour of a part of an image, as [red, green, blue]. */
export async function meanColour(bytes: Buffer, part: Region): Promise<number[]> {
  // Statistics are taken of the input, so the part is cut out first.
  const { data, info } = await sharp(bytes).extract(part).raw().toBuffer({ resolveWithObject: true });
  const { channels } = await sharp(data, { raw: info }).stats();
  return channels.slice(0, 3).map((channel) => Math.round(channel.mean));
}
