import { createHash, createHmac, type Hash, type Hmac } from "node:crypto";
import { SignatureV4 } from "@smithy/signature-v4";
import type { AwsCredentialIdentity, Checksum, Provider, SourceData } from "@smithy/types";

/** Who signs, and where: both are the SageMaker client's own. */
export interface SigningIdentity {
  readonly credentials: Provider<AwsCredentialIdentity>;
  readonly region: Provider<string>;
}

/**
 * Signs a GET for S3 (Signature Version 4). The signer is the one that the SageMaker client brings along, so S3 costs
 * the bundle no client of its own.
 *
 * @param path already percent-encoded
 * @returns the headers to send
 */
export async function signGet(
  host: string,
  path: string,
  identity: SigningIdentity,
): Promise<Record<string, string>> {
  const signer = new SignatureV4({
    service: "s3",
    ...identity,
    sha256: Sha256,
    // S3 alone signs the path as it is sent, encoded once.
    uriEscapePath: false,
    applyChecksum: true,
  });
  const { headers } = await signer.sign({
    method: "GET",
    protocol: "https:",
    hostname: host,
    path,
    query: {},
    headers: { host },
  });
  return headers;
}

/** Node's own hash in the shape that the signer takes. */
class Sha256 implements Checksum {
  private hash: Hash | Hmac;

  constructor(private readonly secret?: SourceData) {
    this.hash = this.start();
  }

  update(data: Uint8Array): void {
    this.hash.update(data);
  }

  digest(): Promise<Uint8Array> {
    return Promise.resolve(this.hash.digest());
  }

  reset(): void {
    this.hash = this.start();
  }

  private start(): Hash | Hmac {
    return this.secret === undefined ? createHash("sha256") : createHmac("sha256", asBytes(this.secret));
  }
}

function asBytes(data: SourceData): string | Uint8Array {
  if (typeof data === "string") return data;
  return ArrayBuffer.isView(data)
    ? new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
    : new Uint8Array(data);
}
