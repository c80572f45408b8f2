import { asText } from "../provider/values";
import { between, matches, oneOf, policy } from "./checks";
import type { BehaviourTable } from "./types";

export const kms: BehaviourTable = {
  aws_kms_key: {
    id: "{uuid}",
    arn: "arn:{partition}:kms:{region}:{account}:key/{id}",
    defaults: {
      bypass_policy_lockout_safety_check: false,
      customer_master_key_spec: "SYMMETRIC_DEFAULT",
      enable_key_rotation: false,
      is_enabled: true,
      key_usage: "ENCRYPT_DECRYPT",
    },
    replacedBy: [
      "customer_master_key_spec",
      "key_usage",
      "custom_key_store_id",
      "multi_region",
      "xks_key_id",
    ],
    computed: {
      key_id: "{id}",
      multi_region: false,
      rotation_period_in_days: ({ values }) => (values.enable_key_rotation === true ? 365 : 0),
      policy: ({ account, partition }) => defaultKeyPolicy(`arn:${partition}:iam::${account}:root`),
    },
    checks: [
      policy("policy"),
      oneOf("key_usage", ["ENCRYPT_DECRYPT", "SIGN_VERIFY", "GENERATE_VERIFY_MAC", "KEY_AGREEMENT"]),
      between("deletion_window_in_days", 7, 30),
      between("rotation_period_in_days", 90, 2560),
    ],
  },
  aws_kms_alias: {
    id: "{name}",
    arn: "arn:{partition}:kms:{region}:{account}:{name}",
    replacedBy: ["name", "name_prefix"],
    recomputed: ["target_key_arn"],
    computed: {
      name: ({ values, hash }) => `${asText(values.name_prefix) || "alias/"}${hash("name", 26)}`,
      target_key_arn: ({ values, region, account, partition }) => {
        const key = asText(values.target_key_id);
        return key.startsWith("arn:") ? key : `arn:${partition}:kms:${region}:${account}:key/${key}`;
      },
    },
    checks: [
      matches(
        "name",
        /^alias\/(?!aws\/)[a-zA-Z0-9/_-]+$/,
        "a name such as alias/my-key, not beginning with alias/aws/",
      ),
      matches("name_prefix", /^alias\/(?!aws\/)[a-zA-Z0-9/_-]*$/, "a prefix such as alias/my-"),
    ],
    unique: ["name"],
  },
  aws_kms_key_policy: {
    id: "{key_id}",
    defaults: { bypass_policy_lockout_safety_check: false },
    replacedBy: ["key_id"],
    checks: [policy("policy")],
    unique: ["key_id"],
  },
};

/** The policy that KMS gives a key made without one: the account decides, through IAM. */
function defaultKeyPolicy(root: string): string {
  return JSON.stringify({
    Id: "key-default-1",
    Statement: [
      {
        Action: "kms:*",
        Effect: "Allow",
        Principal: { AWS: root },
        Resource: "*",
        Sid: "Enable IAM User Permissions",
      },
    ],
    Version: "2012-10-17",
  });
}
