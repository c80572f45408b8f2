import { exactArn, isExpression } from "./arn";
import { policyDocument } from "./document";
import type { Condition, PolicyDocument } from "./types";

/**
 * Services whose roles are made here. `sourceKeys` tells whether the service sends `aws:SourceAccount` and
 * `aws:SourceArn` when it assumes a role; where it does not, the condition would lock it out.
 */
export const trustedServices = {
  "ec2.amazonaws.com": { sourceKeys: false },
  "events.amazonaws.com": { sourceKeys: true },
  "lambda.amazonaws.com": { sourceKeys: false },
  "sagemaker.amazonaws.com": { sourceKeys: true },
  "scheduler.amazonaws.com": { sourceKeys: true },
  "states.amazonaws.com": { sourceKeys: true },
  "vpc-flow-logs.amazonaws.com": { sourceKeys: true },
} as const satisfies Record<string, { sourceKeys: boolean }>;

export type TrustedService = keyof typeof trustedServices;

export interface TrustPolicyOptions {
  readonly service: TrustedService;
  /** Required where the service sends the source keys: only for resources of this account may it assume the role. */
  readonly accountId: string;
  /** Narrows to these resources (patterns allowed), where the service sends the source keys. @default any of the account */
  readonly sourceArns?: readonly string[];
}

/** Lets one AWS service assume the role, and not on behalf of another account (the "confused deputy"). */
export function trustPolicy(options: TrustPolicyOptions): PolicyDocument {
  const { service, accountId, sourceArns } = options;
  if (!isExpression(accountId) && !/^\d{12}$/.test(accountId)) {
    throw new Error(`accountId is "${accountId}"; it must be the 12 digits of an AWS account.`);
  }
  const { sourceKeys } = trustedServices[service];
  if (!sourceKeys && sourceArns !== undefined) {
    throw new Error(
      `sourceArns cannot be used for ${service}: it sends no aws:SourceArn when it assumes a role.`,
    );
  }
  return policyDocument({
    Sid: "AssumeRole",
    Effect: "Allow",
    Principal: { Service: [service] },
    Action: ["sts:AssumeRole"],
    ...(sourceKeys ? { Condition: fromOwnAccount(accountId, sourceArns) } : {}),
  });
}

function fromOwnAccount(accountId: string, sourceArns: readonly string[] | undefined): Condition {
  const account = { StringEquals: { "aws:SourceAccount": accountId } };
  if (sourceArns === undefined) return account;
  const patterns = sourceArns.map((arn) => {
    const service = arn.split(":")[2] ?? "";
    // A pattern may end in `*`; what stands before has to be a whole ARN.
    return arn.endsWith("*")
      ? exactArn("sourceArns", arn.slice(0, -1), service) + "*"
      : exactArn("sourceArns", arn, service);
  });
  return { ...account, ArnLike: { "aws:SourceArn": patterns } };
}
