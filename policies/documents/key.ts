import { refuseWildcard, regionalArn } from "./arn";
import { policyDocument } from "./document";
import type { Condition, Location, PolicyDocument, Statement } from "./types";

export interface KeyPolicyOptions {
  readonly location: Location;
  /** Services through which the account's principals may use the key: `s3`, `sagemaker`, `ec2`, … */
  readonly viaServices: readonly string[];
  /** Log groups whose names start with these may be encrypted. @default none */
  readonly logGroupNamePrefixes?: readonly string[];
  /** AWS services that use the key themselves, such as `cloudwatch.amazonaws.com` for an encrypted topic. @default none */
  readonly servicePrincipals?: readonly string[];
  /** @default "amazonaws.com" */
  readonly dnsSuffix?: string;
}

/** In a key policy, `*` means the key that carries the policy: there is nothing else to name. */
const thisKey = "*";

const administration = [
  "kms:CancelKeyDeletion",
  "kms:CreateAlias",
  "kms:DeleteAlias",
  "kms:DescribeKey",
  "kms:DisableKey",
  "kms:DisableKeyRotation",
  "kms:EnableKey",
  "kms:EnableKeyRotation",
  "kms:GetKeyPolicy",
  "kms:GetKeyRotationStatus",
  "kms:ListGrants",
  "kms:ListKeyPolicies",
  "kms:ListKeyRotations",
  "kms:ListResourceTags",
  "kms:PutKeyPolicy",
  "kms:RevokeGrant",
  "kms:RotateKeyOnDemand",
  "kms:ScheduleKeyDeletion",
  "kms:TagResource",
  "kms:UntagResource",
  "kms:UpdateAlias",
  "kms:UpdateKeyDescription",
];

const use = [
  "kms:Decrypt",
  "kms:DescribeKey",
  "kms:Encrypt",
  "kms:GenerateDataKey",
  "kms:GenerateDataKeyWithoutPlaintext",
  "kms:ReEncryptFrom",
  "kms:ReEncryptTo",
];

/**
 * A customer-managed key: the account administers it through IAM policies, uses it through the named services only, and
 * the named AWS services use it for this account only.
 */
export function keyPolicy(options: KeyPolicyOptions): PolicyDocument {
  const { location } = options;
  const dnsSuffix = options.dnsSuffix ?? "amazonaws.com";
  // The account's root stands for "whoever the account's IAM policies allow", not for the root user alone.
  const account = { AWS: [`arn:${location.partition}:iam::${location.accountId}:root`] };
  const through: Condition[string] = {
    "kms:CallerAccount": location.accountId,
    "kms:ViaService": options.viaServices.map(
      (service) => `${refuseWildcard("viaServices", service)}.${location.region}.${dnsSuffix}`,
    ),
  };
  return policyDocument(
    {
      Sid: "AccountAdministersKey",
      Effect: "Allow",
      Principal: account,
      Action: administration,
      Resource: thisKey,
    },
    onKey("AccountUsesKeyThroughServices", account, use, { StringEquals: through }),
    onKey("ServicesGrantKeyToResources", account, ["kms:CreateGrant"], {
      StringEquals: through,
      Bool: { "kms:GrantIsForAWSResource": "true" },
    }),
    options.logGroupNamePrefixes?.length
      ? encryptLogs(location, options.logGroupNamePrefixes, dnsSuffix)
      : undefined,
    ...servicesUseKey(location, options.servicePrincipals ?? []),
  );
}

/** Source keys in a key policy are not supported for EventBridge and encrypted topics (SNS Developer Guide, key management). */
const withoutSourceKeys = "events.amazonaws.com";

function servicesUseKey(location: Location, principals: readonly string[]): Statement[] {
  const actions = ["kms:Decrypt", "kms:GenerateDataKey"];
  const checked = principals.filter((principal) => principal !== withoutSourceKeys);
  const statements: Statement[] = [];
  if (checked.length > 0) {
    const condition = { StringEquals: { "aws:SourceAccount": location.accountId } };
    statements.push(onKey("ServicesUseKey", { Service: checked }, actions, condition));
  }
  if (principals.includes(withoutSourceKeys)) {
    statements.push({
      Sid: "RulesUseKey",
      Effect: "Allow",
      Principal: { Service: [withoutSourceKeys] },
      Action: actions,
      Resource: thisKey,
    });
  }
  return statements;
}

function onKey(
  sid: string,
  principal: Statement["Principal"],
  actions: readonly string[],
  condition: Condition,
): Statement {
  return {
    Sid: sid,
    Effect: "Allow",
    Principal: principal,
    Action: actions,
    Resource: thisKey,
    Condition: condition,
  };
}

/** CloudWatch Logs names the log group in the encryption context, so the key serves the named groups only. */
function encryptLogs(location: Location, namePrefixes: readonly string[], dnsSuffix: string): Statement {
  const groups = namePrefixes.map((prefix) =>
    regionalArn(location, "logs", `log-group:${refuseWildcard("logGroupNamePrefixes", prefix)}*`),
  );
  return onKey("LogsUseKey", { Service: [`logs.${location.region}.${dnsSuffix}`] }, use, {
    ArnLike: { "kms:EncryptionContext:aws:logs:arn": groups },
  });
}
