import type { Sharp, Metadata } from "sharp";
import { Failure } from "../failures";
import { sniffFormat } from "./sniff";

/** A decoded image is at most this large; a small file can hold far more. Photos of current phones have up to 50 MP. */
export const maxImagePixels = 50_000_000;

/** Loaded at the first image: it costs about 50 ms and 16 MB that a cold start without one need not pay. */
async function openImage(bytes: Buffer): Promise<Sharp> {
  const { default: sharp } = await import("sharp");
  sharp.cache(false);
  // autoOrient: cameras store the turn of a photo in its EXIF data; a model sees only pixels.
  return sharp(bytes, {
    limitInputPixels: maxImagePixels,
    failOn: "error",
    sequentialRead: true,
    autoOrient: true,
  });
}

/**
 * Decodes an image, turns it upright, and makes it a square JPEG: scaled until it covers the square, cut at its
 * centre, transparent parts white. An animated image gives its first frame.
 *
 * @param sizePixels side of the square
 * @throws Failure
 */
export async function resizeImage(bytes: Buffer, sizePixels: number): Promise<Buffer> {
  const image = await openChecked(bytes);
  try {
    return await image
      .resize(sizePixels, sizePixels, { fit: "cover", position: "centre" })
      .flatten({ background: "white" })
      .toColourspace("srgb")
      .jpeg({ quality: 95, chromaSubsampling: "4:4:4" })
      .toBuffer();
  } catch (error) {
    throw invalidImage(error);
  }
}

/** Checks format and number of pixels without decoding. @returns the image's MIME type @throws Failure */
export async function checkImage(bytes: Buffer): Promise<string> {
  await openChecked(bytes);
  return `image/${sniffFormat(bytes)}`;
}

async function openChecked(bytes: Buffer): Promise<Sharp> {
  const format = sniffFormat(bytes);
  const image = await openImage(bytes);
  let metadata: Metadata;
  try {
    metadata = await image.metadata();
  } catch (error) {
    throw invalidImage(error);
  }
  if (formatOf(metadata) !== format) {
    throw new Failure("unsupported-image", `The image begins like ${format}, but holds something else.`);
  }
  if (metadata.width * (metadata.pageHeight ?? metadata.height) > maxImagePixels) throw tooManyPixels();
  return image;
}

function formatOf(metadata: Metadata): string {
  return metadata.format === "heif" && metadata.compression === "av1" ? "avif" : metadata.format;
}

function invalidImage(error: unknown): Failure {
  if (error instanceof Error && /pixel limit/i.test(error.message)) return tooManyPixels();
  return new Failure("invalid-image", "The image cannot be decoded: it is damaged or cut short.", error);
}

function tooManyPixels(): Failure {
  return new Failure("image-too-large", `The image has more than ${maxImagePixels} pixels.`);
}
