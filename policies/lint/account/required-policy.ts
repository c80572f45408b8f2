export interface RequiredPolicyOptions {
  /** The account to be scanned. @default any */
  readonly accountId?: string | undefined;
  /** `aws`, `aws-cn` or `aws-us-gov`. @default "aws" */
  readonly partition?: string | undefined;
  /** Whether use of services will be asked for. @default false */
  readonly serviceUse?: boolean | undefined;
}

/**
 * The identity policy that a scan needs and no more. `sts:GetCallerIdentity` needs no permission.
 *
 * @throws RangeError for an account id or a partition that AWS does not have.
 */
export function requiredPolicy(options: RequiredPolicyOptions = {}) {
  const { accountId = "*", partition = "aws", serviceUse = false } = options;
  if (accountId !== "*" && !/^\d{12}$/.test(accountId)) {
    throw new RangeError(`the account id is "${accountId}"; it must have twelve digits`);
  }
  if (!["aws", "aws-cn", "aws-us-gov"].includes(partition)) {
    throw new RangeError(`the partition is "${partition}"; it must be aws, aws-cn or aws-us-gov`);
  }
  const identities = (type: string) => `arn:${partition}:iam::${accountId}:${type}/*`;
  return {
    Version: "2012-10-17",
    Statement: [
      {
        // None of these has a type of resource, so "*" is the only one that IAM takes.
        Sid: "ReadAccount",
        Effect: "Allow",
        Action: [
          "ec2:DescribeRegions",
          "iam:GenerateCredentialReport",
          "iam:GetAccountAuthorizationDetails",
          "iam:GetAccountSummary",
          "iam:GetCredentialReport",
          ...(serviceUse ? ["iam:GetServiceLastAccessedDetails"] : []),
          "lambda:ListFunctions",
        ],
        Resource: "*",
      },
      {
        Sid: "ReadCredentialsOfUsers",
        Effect: "Allow",
        Action: ["iam:GetAccessKeyLastUsed", "iam:ListAccessKeys", "iam:ListMFADevices"],
        Resource: identities("user"),
      },
      {
        Sid: "ReadPoliciesOfFunctions",
        Effect: "Allow",
        Action: "lambda:GetPolicy",
        Resource: `arn:${partition}:lambda:*:${accountId}:function:*`,
      },
      ...(serviceUse
        ? [
            {
              Sid: "ReadUseOfServices",
              Effect: "Allow",
              Action: "iam:GenerateServiceLastAccessedDetails",
              Resource: [identities("role"), identities("user")],
            },
          ]
        : []),
    ],
  };
}
