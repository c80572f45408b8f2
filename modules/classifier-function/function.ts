/** The function itself: code, settings, log group and alias. */
import type { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { LambdaAlias } from "@cdktf/provider-aws/lib/lambda-alias";
import { LambdaFunction, lambdaFunctionVpcConfigToTerraform } from "@cdktf/provider-aws/lib/lambda-function";
import type { Construct } from "constructs";
import { architectures, buildFunction } from "../../lambda-src/build";
import { accept } from "../shared/accept";
import { chosenAssetPath, onFile } from "../shared/asset";
import { block, choose, fieldIn, orElse } from "../shared/expressions";
import type { ServiceRole } from "../shared/role";
import { Fn } from "../shared/tf";
import type { Values } from "./inputs";

/** The alias that callers use; it points to the version that was published last. */
export const aliasName = "live";

/** Reserved for documentation and tests (RFC 2606): no host has such a name, so every URL is refused. */
const noHost = "nothing.invalid";

export function makeFunction(
  scope: Construct,
  p: Values,
  role: ServiceRole,
  logGroup: CloudwatchLogGroup,
): LambdaFunction {
  const archive = archivePath(scope, p.architecture);
  const lambda = new LambdaFunction(scope, "function", {
    functionName: p.name,
    description: `Classifies images by way of the endpoint ${p.endpointName}`,
    role: role.arn,
    filename: archive,
    sourceCodeHash: onFile(scope, "filebase64sha256", archive),
    handler: "index.handler",
    runtime: p.runtime,
    architectures: [p.architecture],
    memorySize: p.memorySizeMb,
    timeout: p.timeoutSeconds,
    reservedConcurrentExecutions: orElse(p.reservedConcurrency, -1),
    // Provisioned concurrency and the alias need a version that does not change.
    publish: true,
    kmsKeyArn: p.kmsKeyArn,
    environment: { variables: environment(p) },
    tracingConfig: { mode: choose(p.tracing, "Active", "PassThrough") },
    tags: p.tags,
    // The first call would make the group itself, without retention; and Lambda looks whether the role may attach to a VPC.
    dependsOn: [logGroup, role.permissions],
  });
  block(lambda, "vpc_config", lambdaFunctionVpcConfigToTerraform, p.network, (network) => ({
    subnetIds: network.subnetIds,
    securityGroupIds: network.securityGroupIds,
  }));
  acceptFindings(lambda);
  return lambda;
}

export const makeAlias = (scope: Construct, lambda: LambdaFunction): LambdaAlias =>
  new LambdaAlias(scope, "alias", {
    name: aliasName,
    description: "The version that callers get",
    functionName: lambda.functionName,
    functionVersion: lambda.version,
  });

/** An exported module brings the archives of both architectures, since only Terraform knows which one is asked for. */
const archivePath = (scope: Construct, architecture: string): string =>
  chosenAssetPath(
    scope,
    (key) => `classify-${key}.zip`,
    Object.fromEntries(architectures.map((key) => [key, () => buildFunction({ architecture: key }).zipPath])),
    architecture,
  );

/** What `lambda-src/classify/environment.ts` reads. An empty text is a variable that is not set. */
const environment = (p: Values): Record<string, string> => ({
  ENDPOINT_NAME: p.endpointName,
  IMAGE_MODE: p.image.mode,
  IMAGE_SIZE_PIXELS: Fn.tostring(p.image.sizePixels),
  CLASS_COUNT: Fn.tostring(p.classCount),
  CLASS_LABELS: orElse<string>(p.classLabels, ""),
  ALLOW_HTTP: Fn.tostring(p.fetch.allowHttp),
  ALLOWED_HOSTS: choose(p.fetch.enabled, Fn.join(",", p.fetch.allowedHosts), noHost),
  S3_PREFIXES: choose(p.s3, Fn.join(",", grantedPrefixes(p)), ""),
  FETCH_TIMEOUT_SECONDS: Fn.tostring(p.fetch.timeoutSeconds),
  FETCH_FIRST_BYTE_TIMEOUT_SECONDS: Fn.tostring(p.fetch.firstByteTimeoutSeconds),
  TRACING: Fn.tostring(p.tracing),
});

const grantedPrefixes = (p: Values): string[] => fieldIn(p.s3, "prefixes") ?? [];

function acceptFindings(lambda: LambdaFunction): void {
  accept(
    lambda,
    "CKV_AWS_116",
    "Failed asynchronous calls go to the queue as the alias's failure destination, which keeps the error with the event; a dead-letter queue of the function would only get them twice.",
  );
  accept(
    lambda,
    "CKV_AWS_117",
    "Whether the function is in a private network is the input network: outside of one it can fetch images and has no way to private hosts.",
  );
  accept(
    lambda,
    "CKV_AWS_272",
    "The archive is built from this repository's lock file, and its hash stands in the plan; a signing profile is the deploying organization's choice.",
  );
}
