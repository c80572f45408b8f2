/**
 * AWS services that, when they use somebody's resource, say for whose resource they act, so that a resource policy can
 * demand it (`aws:SourceArn`, `aws:SourceAccount`). A service that is not here may not send the keys, and a condition on
 * them would lock it out. Sources: each service's guide on cross-service confused deputy prevention.
 */
const sendsSource: Readonly<Record<string, readonly CalledService[]>> = {
  "apigateway.amazonaws.com": ["lambda"],
  "bedrock.amazonaws.com": ["lambda", "s3"],
  "budgets.amazonaws.com": ["sns"],
  "cloudfront.amazonaws.com": ["s3", "lambda", "kms"],
  "cloudtrail.amazonaws.com": ["s3", "sns", "kms"],
  "cloudwatch.amazonaws.com": ["sns", "kms"],
  "codecommit.amazonaws.com": ["lambda", "sns"],
  "cognito-idp.amazonaws.com": ["lambda"],
  "config.amazonaws.com": ["s3", "sns", "lambda", "kms"],
  "costalerts.amazonaws.com": ["sns"],
  "delivery.logs.amazonaws.com": ["s3", "kms"],
  "elasticloadbalancing.amazonaws.com": ["lambda"],
  // EventBridge sends no source to topics and keys (SNS Developer Guide, key management).
  "events.amazonaws.com": ["lambda", "sqs"],
  "guardduty.amazonaws.com": ["s3", "kms"],
  "inspector2.amazonaws.com": ["s3", "kms"],
  "iot.amazonaws.com": ["lambda"],
  "lexv2.amazonaws.com": ["lambda"],
  "logdelivery.elasticloadbalancing.amazonaws.com": ["s3"],
  "logging.s3.amazonaws.com": ["s3"],
  "logs.amazonaws.com": ["lambda", "s3", "kms"],
  "macie.amazonaws.com": ["s3", "kms"],
  "s3.amazonaws.com": ["s3", "sns", "sqs", "lambda", "kms"],
  "secretsmanager.amazonaws.com": ["lambda"],
  "ses.amazonaws.com": ["s3", "sns", "lambda", "kms"],
  "sns.amazonaws.com": ["sqs", "lambda", "kms"],
};

export type CalledService = "s3" | "sns" | "sqs" | "lambda" | "kms";

/** Whether the service says for whose resource it acts when it calls the other one. */
export function sendsSourceTo(servicePrincipal: string, called: string): boolean {
  const name = withoutRegion(servicePrincipal.toLowerCase());
  const services = Object.hasOwn(sendsSource, name) ? sendsSource[name] : undefined;
  return services?.some((service) => service === called) ?? false;
}

/** `logs.eu-west-1.amazonaws.com` is the same service; China's names end in `.cn`. */
function withoutRegion(principal: string): string {
  return principal
    .replace(/\.cn$/, "")
    .replace(/\.[a-z]{2}(?:-[a-z]+)+-\d\.amazonaws\.com$/, ".amazonaws.com");
}
