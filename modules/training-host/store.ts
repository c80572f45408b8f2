/** What the host fetches from the artifact store and leaves there. */
import { basename } from "node:path";
import type { Construct } from "constructs";
import { S3Object } from "@cdktf/provider-aws/lib/s3-object";
import type { Location, S3Prefix } from "../../policies/documents";
import { assetPath, onFile } from "../shared/asset";
import { choose, isSet, orElse } from "../shared/expressions";
import { Fn } from "../shared/tf";
import { archive, bootstrapSource, codeSource, type ArchiveSource } from "./bootstrap-archive";
import type { TrainingHostValues } from "./inputs";

export interface StoredArchive {
  readonly uri: string;
  /** SHA-256 in hexadecimal. */
  readonly sha256: string;
}

export interface HostStore {
  readonly bootstrap: StoredArchive;
  readonly code: StoredArchive;
  /** Folder of the model, checkpoints, reports and logs, without a slash at its end. */
  readonly outputUri: string;
  /** Where the archives are. */
  readonly codePrefix: S3Prefix;
  readonly outputPrefix: S3Prefix;
}

export function hostStore(scope: Construct, p: TrainingHostValues, location: Location): HostStore {
  const bucketArn = storeArn(p, location);
  return {
    bootstrap: upload(scope, p, bootstrapSource),
    code: upload(scope, p, codeSource),
    outputUri: `s3://${p.storeBucketName}/${p.outputPrefix}${p.name}`,
    codePrefix: { bucketArn, prefix: `${p.codePrefix}${p.name}/` },
    outputPrefix: { bucketArn, prefix: `${p.outputPrefix}${p.name}/` },
  };
}

export const storeArn = (p: TrainingHostValues, location: Location): string =>
  `arn:${location.partition}:s3:::${p.storeBucketName}`;

/** Where the dataset comes from, in the words of `user-data.sh`. */
export function dataset(p: TrainingHostValues): { uri: string; sha256: string } {
  const { storedDataset: stored, downloadedDataset: downloaded } = p;
  const folder = `s3://${p.storeBucketName}/${stored?.prefix ?? ""}`;
  return {
    uri: choose(stored, `${folder}${orElse(stored?.archive, "")}`, downloaded?.url ?? ""),
    sha256: choose(stored, orElse(stored?.sha256, ""), orElse(downloaded?.sha256, "")),
  };
}

/** The folder of the pretrained weights; empty without one. */
export const weightsUri = (p: TrainingHostValues): string =>
  choose(isSet(p.weightsPrefix), `s3://${p.storeBucketName}/${orElse(p.weightsPrefix, "")}`, "");

/** The key holds the content's hash: a host that runs goes on with what it was made with. */
function upload(scope: Construct, p: TrainingHostValues, source: ArchiveSource): StoredArchive {
  const file = archive(source);
  const path = assetPath(scope, basename(file).replace(/-[0-9a-f]+\./, "."), file);
  const sha256 = onFile(scope, "filesha256", path);
  const object = new S3Object(scope, `${source.name}_archive`, {
    bucket: p.storeBucketName,
    key: `${p.codePrefix}${p.name}/${source.name}-${Fn.substr(sha256, 0, 16)}.tar.gz`,
    source: path,
    contentType: "application/gzip",
    tags: p.tags,
  });
  return { uri: `s3://${object.bucket}/${object.key}`, sha256 };
}
