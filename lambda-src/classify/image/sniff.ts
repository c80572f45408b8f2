import { Failure } from "../failures";

export type ImageFormat = "jpeg" | "png" | "webp" | "gif" | "avif";

/**
 * Tells an image's format by its first bytes: neither a file name nor a Content-Type header is to be believed.
 *
 * @throws Failure for everything that is not one of the five formats; SVG and PDF can load other files and run scripts
 */
export function sniffFormat(bytes: Buffer): ImageFormat {
  const text = (start: number, end: number) => bytes.toString("latin1", start, end);
  if (text(0, 3) === "\xff\xd8\xff") return "jpeg";
  if (text(0, 8) === "\x89PNG\r\n\x1a\n") return "png";
  if (text(0, 4) === "RIFF" && text(8, 12) === "WEBP") return "webp";
  if (text(0, 6) === "GIF87a" || text(0, 6) === "GIF89a") return "gif";
  if (text(4, 8) === "ftyp" && brands(bytes).some((brand) => brand === "avif" || brand === "avis"))
    return "avif";
  throw new Failure("unsupported-image", "The image is none of JPEG, PNG, WebP, GIF and AVIF.");
}

/** The brands of an ISO media file (ISO/IEC 14496-12, `ftyp`): the major one, and those it is compatible with. */
function brands(bytes: Buffer): string[] {
  const end = Math.min(bytes.readUInt32BE(0), bytes.length, 256);
  const found: string[] = [];
  for (let start = 8; start + 4 <= end; start += 4) {
    // Between the major brand and the compatible ones stands a version number.
    if (start !== 12) found.push(bytes.toString("latin1", start, start + 4));
  }
  return found;
}
