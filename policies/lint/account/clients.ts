import { EC2Client } from "@aws-sdk/client-ec2";
import { IAMClient } from "@aws-sdk/client-iam";
import { LambdaClient } from "@aws-sdk/client-lambda";
import { STSClient } from "@aws-sdk/client-sts";

export interface AccountClients {
  readonly iam: IAMClient;
  readonly sts: STSClient;
  readonly ec2: EC2Client;
  readonly lambda: (region: string) => LambdaClient;
}

/**
 * Clients that find credentials, region and endpoint as AWS's SDK does (environment, profile, instance). They slow down by
 * themselves when AWS throttles.
 */
export async function createClients(): Promise<AccountClients> {
  // What the SDK will ask of Node.js some day is nothing that a review of an account has to say.
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= "true";
  const settings = { retryMode: "adaptive", maxAttempts: 8, region: await findRegion() };
  return {
    iam: new IAMClient(settings),
    sts: new STSClient(settings),
    ec2: new EC2Client(settings),
    lambda: (region) => new LambdaClient({ ...settings, region }),
  };
}

/** IAM is the same in all regions of a partition, so any of them does where none is configured. */
async function findRegion(): Promise<string> {
  const named = process.env.AWS_REGION ?? process.env.AWS_DEFAULT_REGION;
  if (named) return named;
  try {
    return await new STSClient({}).config.region();
  } catch {
    return "us-east-1";
  }
}
