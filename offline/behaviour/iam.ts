import { asText, type ValueMap } from "../provider/values";
import { arn, between, each, lengthBetween, matches, name, policy } from "./checks";
import type { BehaviourTable, Check } from "./types";

const IAM = "arn:{partition}:iam::{account}:";

/** IAM's path and name rules: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
const NAME_CHARACTERS = /^[\w+=,.@-]+$/;
const iamName = (argument: string, most: number): Check =>
  name(argument, most, NAME_CHARACTERS, "letters, digits and _+=,.@-");
const iamPath = matches("path", /^\/(?:[\x21-\x7e]+\/)?$/, "a path that begins and ends with a slash");

/** What the provider accepts as a managed policy of IAM, AWS's own or the account's. */
const policyArn = (argument: string): Check => arn(argument, "iam");

/** Managed policies hold at most 6,144 characters, white space not counted; inline role policies 10,240 in all. */
const policySize = (argument: string, most: number): Check =>
  each(argument, (value) => {
    const length = asText(value).replace(/\s/g, "").length;
    return length <= most
      ? undefined
      : `expected at most ${most} characters without white space, got ${length}`;
  });

export const iam: BehaviourTable = {
  aws_iam_role: {
    id: "{name}",
    arn: `${IAM}role{path}{name}`,
    defaults: { path: "/", max_session_duration: 3600, force_detach_policies: false },
    replacedBy: ["name", "name_prefix", "path"],
    computed: { unique_id: "AROA{HASH:17}", create_date: "2020-01-01T00:00:00Z" },
    checks: [
      iamName("name", 64),
      lengthBetween("name_prefix", 1, 38),
      iamPath,
      policy("assume_role_policy"),
      policy("inline_policy.policy"),
      policySize("assume_role_policy", 4096),
      between("max_session_duration", 3600, 43200),
      lengthBetween("description", 0, 1000),
      policyArn("permissions_boundary"),
    ],
    unique: ["name"],
    importedBy: ["name"],
  },
  aws_iam_role_policy: {
    id: "{role}:{name}",
    replacedBy: ["role", "name", "name_prefix"],
    checks: [iamName("name", 128), policy("policy"), policySize("policy", 10240)],
    unique: ["role", "name"],
    importedBy: ["role", "name"],
    importSeparator: ":",
  },
  aws_iam_policy: {
    id: "{arn}",
    arn: `${IAM}policy{path}{name}`,
    defaults: { path: "/" },
    replacedBy: ["name", "name_prefix", "path", "description"],
    computed: { policy_id: "ANPA{HASH:17}", attachment_count: 0 },
    checks: [
      iamName("name", 128),
      iamPath,
      policy("policy"),
      policySize("policy", 6144),
      lengthBetween("description", 0, 1000),
    ],
    unique: ["name"],
  },
  aws_iam_role_policy_attachment: {
    id: "{role}-{hash:26}",
    replacedBy: ["role", "policy_arn"],
    checks: [policyArn("policy_arn")],
    unique: ["role", "policy_arn"],
    importedBy: ["role", "policy_arn"],
    importSeparator: "/",
  },
  aws_iam_instance_profile: {
    id: "{name}",
    arn: `${IAM}instance-profile{path}{name}`,
    defaults: { path: "/" },
    replacedBy: ["name", "name_prefix", "path"],
    computed: { unique_id: "AIPA{HASH:17}", create_date: "2020-01-01T00:00:00Z" },
    checks: [iamName("name", 128), iamPath],
    unique: ["name"],
    importedBy: ["name"],
  },
  aws_iam_service_linked_role: {
    id: "{arn}",
    replacedBy: ["aws_service_name", "custom_suffix"],
    computed: {
      arn: ({ values, partition, account }) =>
        `arn:${partition}:iam::${account}:role/aws-service-role/${asText(values.aws_service_name)}/${linkedRoleName(values)}`,
      name: ({ values }) => linkedRoleName(values),
      path: "/aws-service-role/{aws_service_name}/",
      unique_id: "AROA{HASH:17}",
      create_date: "2020-01-01T00:00:00Z",
    },
    checks: [matches("aws_service_name", /\.amazonaws\.com$/, "a service such as sagemaker.amazonaws.com")],
    unique: ["aws_service_name", "custom_suffix"],
  },
};

/** AWS chooses the name; this one follows its usual pattern. */
function linkedRoleName(values: ValueMap): string {
  const service = asText(values.aws_service_name).split(".")[0] ?? "";
  const camel = service.replace(/(^|-)([a-z])/g, (_match, _dash, letter: string) => letter.toUpperCase());
  const suffix =
    typeof values.custom_suffix === "string" && values.custom_suffix !== "" ? `_${values.custom_suffix}` : "";
  return `AWSServiceRoleFor${camel}${suffix}`;
}
