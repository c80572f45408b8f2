/** Files that are no image, lie about being one, or carry more than one; and what becomes of each. */
import { deflateSync, gzipSync } from "node:zlib";
import sharp from "sharp";
import { bombPng, crc32, pngChunk, twoColours } from "./images";

export interface HostileImage {
  readonly name: string;
  readonly bytes: Buffer;
  /** The failure's code; "clean": it is an image, and what is sent on holds nothing of `smuggled`. */
  readonly becomes: "unsupported-image" | "invalid-image" | "image-too-large" | "clean";
}

/** Stands in each file that carries something besides its pixels. */
export const smuggled = "<script>alert('smuggled')</script>";

const formats = ["jpeg", "png", "webp", "gif", "avif"] as const;
const latin1 = (text: string) => Buffer.from(text, "latin1");

const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><image href="file:///etc/passwd"/></svg>`;

/** Everything else that libvips, or a browser, would take for an image or a document. */
const otherFormats: Readonly<Record<string, Buffer>> = {
  "an SVG": latin1(svg),
  "an SVG behind an XML declaration": latin1(`<?xml version="1.0"?>${svg}`),
  "an SVG behind blanks": latin1(`\n\n   ${svg}`),
  "an SVG behind a byte order mark": latin1(`\xef\xbb\xbf${svg}`),
  "an SVG in UTF-16": Buffer.from(`\ufeff${svg}`, "utf16le"),
  "an SVG with an external entity": latin1(`<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]>${svg}`),
  "an SVG behind a comment": latin1(`<!-- PNG -->${svg}`),
  "a compressed SVG": gzipSync(svg),
  "a PDF": latin1("%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\n"),
  "a PDF behind other bytes": latin1(`${" ".repeat(100)}%PDF-1.4\n`),
  "an Encapsulated PostScript": latin1("%!PS-Adobe-3.0 EPSF-3.0\n"),
  "a little-endian TIFF": latin1("II*\0\x08\0\0\0"),
  "a big-endian TIFF": latin1("MM\0*\0\0\0\x08"),
  "a BigTIFF": latin1("II+\0\x08\0\0\0"),
  "a HEIC": latin1("\0\0\0\x18ftypheic\0\0\0\0mif1heic"),
  "a HEIF": latin1("\0\0\0\x18ftypmif1\0\0\0\0mif1heix"),
  "an MP4": latin1("\0\0\0\x18ftypisom\0\0\0\0isommp42"),
  "a JPEG 2000": latin1("\0\0\0\x0cjP  \r\n\x87\n\0\0\0\x14ftypjp2 "),
  "a JPEG XL": latin1("\xff\x0a\xfa\x1f"),
  "a boxed JPEG XL": latin1("\0\0\0\x0cJXL \r\n\x87\n"),
  "a BMP": latin1("BM\x3a\0\0\0\0\0\0\0\x36\0\0\0"),
  "an icon": latin1("\0\0\x01\0\x01\0\x10\x10"),
  "a Photoshop file": latin1("8BPS\0\x01"),
  "an OpenEXR": latin1("v/1\x01\x02\0\0\0"),
  "a Radiance picture": latin1("#?RADIANCE\nFORMAT=32-bit_rle_rgbe\n"),
  "a portable pixmap": latin1("P6\n1 1\n255\n\0\0\0"),
  "a FITS": latin1("SIMPLE  =                    T"),
  "a Matlab file": latin1("MATLAB 5.0 MAT-file"),
  "a libvips file": Buffer.from([0xb6, 0xa6, 0xf2, 0x08]),
  "an ImageMagick script": latin1("push graphic-context\nimage over 0,0 0,0 'https://127.0.0.1/'\n"),
  "a WAV": latin1("RIFF\x24\0\0\0WAVEfmt "),
  "an AVI": latin1("RIFF\x24\0\0\0AVI LIST"),
  HTML: latin1("<!doctype html><title>x</title>"),
  JSON: latin1(`{"url": "https://images.example/dog.jpg"}`),
  "a shell script": latin1("#!/bin/sh\ncurl https://127.0.0.1\n"),
  "a ZIP": latin1("PK\x03\x04"),
  "a gzip": gzipSync("x"),
  "an ELF program": latin1("\x7fELF\x02\x01\x01"),
  nothing: Buffer.alloc(0),
  "one byte": Buffer.from([0xff]),
  zeros: Buffer.alloc(4096),
};

const magic: Readonly<Record<(typeof formats)[number], Buffer>> = {
  jpeg: latin1("\xff\xd8\xff"),
  png: latin1("\x89PNG\r\n\x1a\n"),
  webp: latin1("RIFF\x24\0\0\0WEBP"),
  gif: latin1("GIF89a"),
  avif: latin1("\0\0\0\x1cftypavif\0\0\0\0avifmif1miaf"),
};

/** Files that begin like an image. */
function liars(): HostileImage[] {
  return formats.flatMap((format) => [
    lie(`the first bytes of a ${format} and no more`, magic[format]),
    lie(`the first bytes of a ${format} before zeros`, Buffer.concat([magic[format], Buffer.alloc(2000)])),
    lie(`the first bytes of a ${format} before an SVG`, Buffer.concat([magic[format], latin1(svg)])),
    lie(`the first bytes of a ${format} before a PDF`, Buffer.concat([magic[format], latin1("%PDF-1.7\n")])),
  ]);
}

const lie = (name: string, bytes: Buffer): HostileImage => ({ name, bytes, becomes: "invalid-image" });

/** A photo's noise does not compress, so that a cut leaves no whole image. */
async function noise(format: (typeof formats)[number]): Promise<Buffer> {
  const pixels = Buffer.from(Array.from({ length: 30_000 }, (_, i) => (i * 7919 + (i >> 3) * 31) % 251));
  return sharp(pixels, { raw: { width: 100, height: 100, channels: 3 } })
    .toFormat(format)
    .toBuffer();
}

async function truncated(): Promise<HostileImage[]> {
  const cuts = [0.1, 0.5, 0.9];
  const cases = formats.map(async (format) => {
    const whole = await noise(format);
    return cuts.map((share) =>
      lie(`a ${format} of which ${share * 100} % came`, whole.subarray(0, Math.floor(whole.length * share))),
    );
  });
  return (await Promise.all(cases)).flat();
}

/** Real images with something else behind or inside them: only their pixels travel on. */
async function polyglots(): Promise<HostileImage[]> {
  const parts: Record<string, Buffer> = {
    "a script": latin1(smuggled),
    "a ZIP": Buffer.concat([latin1("PK\x03\x04"), latin1(smuggled), latin1("PK\x05\x06"), Buffer.alloc(18)]),
    "a PDF": latin1(`%PDF-1.7\n${smuggled}`),
  };
  const behind = await Promise.all(
    formats.flatMap((format) =>
      Object.entries(parts).map(async ([what, part]): Promise<HostileImage> => ({
        name: `a ${format} with ${what} behind it`,
        bytes: Buffer.concat([await twoColours(format), part]),
        becomes: "clean",
      })),
    ),
  );
  const exif = await sharp(await twoColours("jpeg"))
    .withExif({ IFD0: { Artist: smuggled } })
    .toBuffer();
  const photo = await twoColours("png");
  const text = pngChunk("tEXt", latin1(`Comment\0${smuggled}`));
  const chunks: HostileImage[] = [
    { name: "a jpeg with a script in its EXIF data", bytes: exif, becomes: "clean" },
    {
      name: "a png with a script in a text chunk",
      bytes: Buffer.concat([photo.subarray(0, 33), text, photo.subarray(33)]),
      becomes: "clean",
    },
    {
      name: "a gif with a script in its comment",
      bytes: gifWithComment(await twoColours("gif"), smuggled),
      becomes: "clean",
    },
  ];
  return [...behind, ...chunks];
}

/** Puts a comment extension before the trailer. */
function gifWithComment(gif: Buffer, comment: string): Buffer {
  const extension = Buffer.concat([
    Buffer.from([0x21, 0xfe, comment.length]),
    latin1(comment),
    Buffer.from([0]),
  ]);
  return Buffer.concat([gif.subarray(0, -1), extension, gif.subarray(-1)]);
}

/** Small files that would become large in memory. */
async function bombs(): Promise<HostileImage[]> {
  const large = (name: string, bytes: Buffer): HostileImage => ({ name, bytes, becomes: "image-too-large" });
  const gif = Buffer.from(await twoColours("gif"));
  gif.writeUInt16LE(65_535, 6);
  gif.writeUInt16LE(65_535, 8);
  // The first frame: its descriptor begins with 2C and its place.
  const frame = gif.indexOf(Buffer.from([0x2c, 0, 0, 0, 0]), 13);
  gif.writeUInt16LE(65_535, frame + 5);
  gif.writeUInt16LE(65_535, frame + 7);
  return [
    large("a png of 256 megapixels", bombPng(16_000, 16_000)),
    large("a png of 100 million pixels in one row", bombPng(100_000_000, 1)),
    large("a png of a million rows", bombPng(51, 1_000_000)),
    large("a gif whose canvas and frame are 65535 × 65535", gif),
    large("a jpeg whose header says 65500 × 65500", await resized("jpeg")),
    large("a png whose header says 65500 × 65500", await resized("png")),
    lie("a png that is 0 pixels wide", withPngSize(await twoColours("png"), 0, 10)),
    lie("a png whose width is beyond its format", withPngSize(await twoColours("png"), 0xffff_ffff, 1)),
  ];
}

async function resized(format: "jpeg" | "png"): Promise<Buffer> {
  const photo = await twoColours(format);
  if (format === "png") return withPngSize(photo, 65_500, 65_500);
  const bytes = Buffer.from(photo);
  // SOF0: marker, length, precision, then height and width.
  const frame = bytes.indexOf(Buffer.from([0xff, 0xc0]));
  bytes.writeUInt16BE(65_500, frame + 5);
  bytes.writeUInt16BE(65_500, frame + 7);
  return bytes;
}

function withPngSize(png: Buffer, width: number, height: number): Buffer {
  const bytes = Buffer.from(png);
  bytes.writeUInt32BE(width, 16);
  bytes.writeUInt32BE(height, 20);
  bytes.writeUInt32BE(crc32(bytes.subarray(12, 29)), 29);
  return bytes;
}

/** A png whose pixel data unpacks to far more than its header says. */
function overlongPng(): HostileImage {
  const small = bombPng(8, 8);
  const extra = deflateSync(Buffer.alloc(50_000_000));
  const end = small.length - 12;
  const header = small.subarray(0, 33);
  return {
    name: "a png whose pixel data unpacks to 50 MB for 64 pixels",
    bytes: Buffer.concat([header, pngChunk("IDAT", extra), small.subarray(end)]),
    becomes: "clean",
  };
}

export async function hostileImages(): Promise<HostileImage[]> {
  return [
    ...Object.entries(otherFormats).map(([name, bytes]): HostileImage => ({
      name,
      bytes,
      becomes: "unsupported-image",
    })),
    ...liars(),
    ...(await truncated()),
    ...(await polyglots()),
    ...(await bombs()),
    overlongPng(),
  ];
}
