import { arn, exactlyOneOf } from "../behaviour/checks";
import { asText } from "../provider/values";
import type { DataSourceTable, Query } from "./types";

/** The account of AWS's Deep Learning Containers in most regions: https://docs.aws.amazon.com/sagemaker/latest/dg-ecr-paths/sagemaker-algo-docker-registry-paths.html */
const DEEP_LEARNING_CONTAINERS = "763104351884";
const DEEP_LEARNING_REPOSITORY = /^(pytorch|tensorflow|mxnet|huggingface|autogluon|djl|stabilityai)-/;

export const services: DataSourceTable = {
  aws_iam_policy: {
    checks: [exactlyOneOf("arn", "name", "path_prefix"), arn("arn", "iam")],
    read: ({ config, account, partition }) => {
      const given = asText(config.arn);
      const name = asText(config.name) || (given.split("/").pop() ?? "");
      const policyArn = given || `arn:${partition}:iam::${account}:policy/${name}`;
      return {
        id: policyArn,
        arn: policyArn,
        name,
        path: "/",
        attachment_count: 0,
        // What a managed policy holds is known to AWS only; an empty document grants nothing and is visibly no copy of it.
        policy: JSON.stringify({ Version: "2012-10-17", Statement: [] }),
        description: "made up by offline mode",
      };
    },
  },
  aws_ssm_parameter: {
    read: (query) => {
      const name = asText(query.config.name);
      const value = parameterValue(query, name);
      return {
        id: name,
        arn: `arn:${query.partition}:ssm:${query.region}:${query.account}:parameter/${name.replace(/^\//, "")}`,
        insecure_value: value,
        type: "String",
        value,
        version: 1,
        with_decryption: query.config.with_decryption ?? true,
      };
    },
  },
  aws_sagemaker_prebuilt_ecr_image: {
    read: (query) => {
      const repository = asText(query.config.repository_name);
      const region = asText(query.config.region) || query.region;
      const registry = DEEP_LEARNING_REPOSITORY.test(repository)
        ? DEEP_LEARNING_CONTAINERS
        : String(Number.parseInt(query.hash("registry", 12), 16))
            .padStart(12, "1")
            .slice(-12);
      const suffix = asText(query.config.dns_suffix) || "amazonaws.com";
      return {
        id: registry,
        registry_id: registry,
        registry_path: `${registry}.dkr.ecr.${region}.${suffix}/${repository}:${asText(query.config.image_tag) || "1"}`,
      };
    },
  },
  aws_kms_key: {
    read: (query) => {
      const given = asText(query.config.key_id);
      const isId = /^[0-9a-f-]{36}$/.test(given) || given.startsWith("mrk-");
      const id = isId ? given : (/key\/(.+)$/.exec(given)?.[1] ?? uuid(query.hash("key", 32)));
      return {
        id,
        key_id: given,
        arn: `arn:${query.partition}:kms:${query.region}:${query.account}:key/${id}`,
        aws_account_id: query.account,
        customer_master_key_spec: "SYMMETRIC_DEFAULT",
        enabled: true,
        key_manager: given.startsWith("alias/aws/") ? "AWS" : "CUSTOMER",
        key_spec: "SYMMETRIC_DEFAULT",
        key_state: "Enabled",
        key_usage: "ENCRYPT_DECRYPT",
        origin: "AWS_KMS",
      };
    },
  },
};

/**
 * A parameter's value, made up by its name so that it passes where such a value is used: an image's identifier for AWS's public
 * parameters on images, an address in S3 for names that end with "uri" or "url", and text that tells the name for all others.
 */
function parameterValue(query: Query, name: string): string {
  const isImage = name.startsWith("/aws/service/") && /(ami|image)[-_]?id|\/ami-|\/al20\d\d-ami/i.test(name);
  if (isImage) return `ami-${query.hash("image", 17)}`;
  if (/ur[il]$/i.test(name)) return `s3://offline-${query.hash("bucket", 8)}/model.tar.gz`;
  return `offline-value-of-${name}`;
}

const uuid = (digits: string): string =>
  digits.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, "$1-$2-$3-$4-$5");
