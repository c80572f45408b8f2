/** The execution role: what SageMaker does on behalf of the endpoint, and nothing else. */
import type { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import type { Construct } from "constructs";
import {
  allow,
  attachJobsToVpc,
  decryptWithKeys,
  grantKeysToVolumes,
  publishTo,
  readModels,
  runContainer,
  trustPolicy,
  useKeys,
  type Location,
} from "../../policies/documents";
import { choose, fieldIn, isSet, orElse } from "../shared/expressions";
import { statementIf, type StatementSource } from "../shared/policy";
import { ServiceRole } from "../shared/role";
import { Fn, Token } from "../shared/tf";
import type { EndpointAlarms } from "./alarms";
import type { Values } from "./inputs";

export function makeRole(
  scope: Construct,
  p: Values,
  location: Location,
  logGroup: CloudwatchLogGroup,
  alarms: EndpointAlarms,
): ServiceRole {
  return new ServiceRole(scope, "role", {
    name: `${p.name}-endpoint`,
    description: `Execution role of the inference endpoint ${p.name}`,
    trust: trustPolicy({ service: "sagemaker.amazonaws.com", accountId: location.accountId }).Statement,
    permissions: [
      ...readModel(p, location),
      ...runContainer({
        imageRepositoryArns: [repositoryArn(p.image, location)],
        logGroupArn: logGroup.arn,
        rollbackAlarmArns: Token.asList(alarms.all("arn")),
      }),
      ...statementIf(p.kmsKeyArn, (key) => [decryptWithKeys([key]), grantKeysToVolumes([key])]),
      ...statementIf(p.network, () => attachJobsToVpc(location)),
      ...captureCalls(p, location),
      ...serveQueue(p, location),
    ],
    tags: p.tags,
  });
}

/** The one archive, or all below the folder of versions. */
function readModel(p: Values, location: Location): StatementSource[] {
  const folder = orElse(p.modelPrefix, p.modelDataUrl);
  const readable = choose(isSet(p.modelPrefix), Fn.join("", [p.modelPrefix as string, "*"]), p.modelDataUrl);
  return readModels(
    [s3Arn(readable, location)],
    [{ bucketArn: bucketArn(folder, location), prefix: Fn.replace(folder, "/^s3:[/][/][^/]+[/]/", "") }],
  );
}

const captureCalls = (p: Values, location: Location): StatementSource[] =>
  statementIf(p.dataCapture, (capture) => [
    allow("WriteCaptures", ["s3:PutObject"], [s3Arn(`${capture.destinationUri}/*`, location)]),
    { ...useKeys([capture.kmsKeyArn]), Sid: "EncryptCaptures" },
  ]);

const serveQueue = (p: Values, location: Location): StatementSource[] => [
  ...statementIf(p.asynchronous, (queue) => [
    allow("ReadRequests", ["s3:GetObject"], [s3Arn(`${queue.inputUri}*`, location)]),
    allow(
      "WriteResults",
      ["s3:AbortMultipartUpload", "s3:PutObject"],
      [
        s3Arn(`${queue.outputUri}/*`, location),
        s3Arn(`${orElse(queue.failureUri, queue.outputUri)}/*`, location),
      ],
    ),
    { ...useKeys([queue.kmsKeyArn]), Sid: "EncryptResults" },
  ]),
  ...statementIf(fieldIn(p.asynchronous, "notifications"), (topics) =>
    publishTo([topics.successTopicArn, topics.errorTopicArn]),
  ),
];

/** `s3://bucket/key` to `arn:aws:s3:::bucket/key`. */
const s3Arn = (uri: string, { partition }: Location): string =>
  Fn.replace(uri, "s3://", `arn:${partition}:s3:::`);

const bucketArn = (uri: string, { partition }: Location): string =>
  Fn.replace(uri, "/^s3:[/][/]([^/]+)[/].*$/", `arn:${partition}:s3:::$1`);

/** The repository of an image: account and region stand in its host name. */
const repositoryArn = (image: string, { partition }: Location): string =>
  Fn.replace(
    image,
    "/^([0-9]{12})[.]dkr[.]ecr[.]([a-z0-9-]+)[.][a-z.]+[/]([^:@]+).*$/",
    `arn:${partition}:ecr:$2:$1:repository/$3`,
  );
