import { Failure } from "../failures";

/**
 * Reads a response's body, and stops as soon as it is larger than allowed, whatever its length header says.
 *
 * @param declaredLength the Content-Length header, if any
 */
export async function readBody(
  body: AsyncIterable<Uint8Array>,
  declaredLength: string | undefined,
  maxBytes: number,
): Promise<Buffer> {
  if (declaredLength !== undefined && Number(declaredLength) > maxBytes) throw tooLarge(maxBytes);
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of body) {
    bytes += chunk.byteLength;
    if (bytes > maxBytes) throw tooLarge(maxBytes);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, bytes);
}

function tooLarge(maxBytes: number): Failure {
  return new Failure("image-too-large", `The image is larger than ${maxBytes} bytes.`);
}

export function imageTimeout(): Failure {
  return new Failure("image-timeout", "The image did not arrive in time.");
}
