import type { Deadline } from "./deadline";
import { maxPayloadBytes, type EndpointPayload } from "./endpoint";
import type { Settings } from "./environment";
import type { ImageSource } from "./event";
import { Failure } from "./failures";
import type { ImageFetcher } from "./fetch";
import { checkImage, resizeImage } from "./image/prepare";
import type { ObjectReader } from "./objects";

/** Where images come from that are not in the event. */
export interface ImageSources {
  readonly fetcher: ImageFetcher;
  readonly objects: ObjectReader;
}

/** Gets the bytes of an image, wherever they are. @throws Failure */
export async function readImage(
  source: ImageSource,
  { fetcher, objects }: ImageSources,
  deadline: Deadline,
): Promise<Buffer> {
  if (source.kind === "url") return fetcher.fetchImage(source.url, deadline.signal);
  if (source.kind === "s3") return (await objects.readObject(source.url, deadline)).value;
  return source.bytes;
}

/** Turns an image into what the endpoint gets, by `settings.imageMode`, which is not `url`. @throws Failure */
export async function prepareImage(bytes: Buffer, settings: Settings): Promise<EndpointPayload> {
  if (settings.imageMode === "resize") {
    return { contentType: "image/jpeg", body: await resizeImage(bytes, settings.imageSizePixels) };
  }
  return passThrough(bytes);
}

/** For endpoints with their own preprocessing: the bytes as they are, once their format and size are known to be fine. */
async function passThrough(bytes: Buffer): Promise<EndpointPayload> {
  const contentType = await checkImage(bytes);
  if (bytes.length > maxPayloadBytes) {
    throw new Failure(
      "image-too-large",
      `The image is larger than the ${maxPayloadBytes} bytes that the endpoint takes.`,
    );
  }
  return { contentType, body: bytes };
}

/**
 * For endpoints that download the image themselves. The less safe choice: the URL's text is checked, but the endpoint
 * resolves the name and follows redirects on its own, so it needs its own guard, and a way out of its network.
 */
export function sendUrlOn(source: ImageSource, fetcher: ImageFetcher): EndpointPayload {
  if (source.kind !== "url") {
    throw new Failure(
      "unsupported-source",
      `This deployment's endpoint downloads the image itself; expected {"url": "https://…"}.`,
    );
  }
  const url = fetcher.checkUrl(source.url);
  return { contentType: "application/json", body: JSON.stringify({ url: url.href }) };
}
