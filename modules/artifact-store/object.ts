/** Files that a deployment brings into a store. */
import type { Construct } from "constructs";
import { S3Object } from "@cdktf/provider-aws/lib/s3-object";
import { assetPath } from "../shared/asset";
import { Fn } from "../shared/tf";

export interface StoredFileOptions {
  readonly bucketName: string;
  readonly keyArn: string;
  readonly key: string;
  /** Path of the file on the machine that synthesizes. */
  readonly file: string;
  readonly tags?: Record<string, string>;
}

/** A file in the store, for whoever fetches it. */
export interface StoredFile {
  readonly object: S3Object;
  readonly key: string;
  /** `s3://bucket/key` */
  readonly uri: string;
  /** SHA-256 of the content in hexadecimal, as `sha256sum` prints it. */
  readonly sha256: string;
}

/** Uploads a file; a changed content is uploaded again. */
export function storeFile(scope: Construct, id: string, options: StoredFileOptions): StoredFile {
  const { bucketName, key, keyArn } = options;
  const path = assetPath(scope, key.replace(/\//g, "-"), options.file);
  const sha256 = Fn.filesha256(path);
  const object = new S3Object(scope, id, {
    bucket: bucketName,
    key,
    source: path,
    // Not `etag`: with a KMS key it is no hash of the content.
    sourceHash: sha256,
    serverSideEncryption: "aws:kms",
    kmsKeyId: keyArn,
    bucketKeyEnabled: true,
    tags: options.tags,
  });
  return { object, key, uri: `s3://${bucketName}/${key}`, sha256 };
}
