import { Construct } from "constructs";
import { DataAwsCallerIdentity } from "@cdktf/provider-aws/lib/data-aws-caller-identity";
import { DataAwsPartition } from "@cdktf/provider-aws/lib/data-aws-partition";
import { DataAwsRegion } from "@cdktf/provider-aws/lib/data-aws-region";
import { decryptWithKeys, listObjects, readObjects, useKeys, writeObjects } from "../../policies/documents";
import { read } from "../shared/inputs";
import { grant, type Grant, type Grantee } from "../shared/role";
import { makeAccessLogs, makeBucket } from "./buckets";
import { inputs, type ArtifactStoreProps } from "./inputs";
import { makeKey } from "./key";
import { storeFile, type StoredFile } from "./object";
import { checkKey, checkPrefix, type StoreKey, type StorePrefix } from "./prefixes";

/** One encrypted, versioned bucket for what a model is made of and what is made of it. Folders: see `storePrefixes`. */
export class ArtifactStore extends Construct {
  readonly bucketName: string;
  readonly bucketArn: string;
  readonly keyArn: string;
  readonly keyAlias: string;
  readonly accessLogBucketName: string;
  /** `s3://bucket` */
  readonly uri: string;
  /** What to type next. */
  readonly uploadCommand: string;

  constructor(scope: Construct, id: string, props: ArtifactStoreProps) {
    super(scope, id);
    const p = read({ inputs }, props, this.node.path);
    const { partition, dnsSuffix } = new DataAwsPartition(this, "current_partition", {});
    const { region } = new DataAwsRegion(this, "current", {});
    const { accountId } = new DataAwsCallerIdentity(this, "current_account", {});

    const { key, alias } = makeKey(this, p, { location: { partition, region, accountId }, dnsSuffix });
    const bucket = makeBucket(this, p, { accountId, region }, key.arn);
    const logs = makeAccessLogs(this, p, { accountId, region }, bucket);

    this.bucketName = bucket.bucket;
    this.bucketArn = bucket.arn;
    this.keyArn = key.arn;
    this.keyAlias = alias.name;
    this.accessLogBucketName = logs.bucket;
    this.uri = `s3://${bucket.bucket}`;
    this.uploadCommand = `aws s3 sync ./dog-images s3://${bucket.bucket}/datasets/dog-images/`;
  }

  /** `s3://bucket/prefix` */
  uriOf(prefix: StorePrefix | StoreKey): string {
    return `${this.uri}/${prefix}`;
  }

  /** Lets a role list and read a folder, and decrypt what is in it. */
  grantRead(grantee: Grantee, prefix: StorePrefix): Grant {
    checkPrefix(`${this.node.path}: grantRead`, prefix);
    const folder = { bucketArn: this.bucketArn, prefix };
    return grant(grantee, this.grantId("read", prefix), [
      readObjects([folder]),
      ...listObjects([folder]),
      decryptWithKeys([this.keyArn]),
    ]);
  }

  /** Lets a role put objects into a folder, encrypted. It may neither read nor delete there. */
  grantWrite(grantee: Grantee, prefix: StorePrefix): Grant {
    checkPrefix(`${this.node.path}: grantWrite`, prefix);
    return grant(grantee, this.grantId("write", prefix), [
      writeObjects([{ bucketArn: this.bucketArn, prefix }]),
      // Multipart uploads decrypt their own parts.
      useKeys([this.keyArn]),
    ]);
  }

  /**
   * Uploads a file with the deployment.
   * @param scope where the object belongs: another construct, or another stack that is deployed after this one
   */
  putFile(key: StoreKey, file: string, scope: Construct = this): StoredFile {
    checkKey(`${this.node.path}: putFile`, key);
    const id = `object-${key.replace(/[^A-Za-z0-9]+/g, "-")}`;
    return storeFile(scope, id, { bucketName: this.bucketName, keyArn: this.keyArn, key, file });
  }

  /** Unique on a role, and the policy's name. */
  private grantId(verb: "read" | "write", prefix: string): string {
    return `${this.node.id}-${verb}-${prefix.replace(/[^A-Za-z0-9]+/g, "-").replace(/-$/, "")}`;
  }
}

export type { ArtifactStoreProps } from "./inputs";
export { storeFile, type StoredFile, type StoredFileOptions } from "./object";
export { storePrefixes, type StoreKey, type StorePrefix } from "./prefixes";
