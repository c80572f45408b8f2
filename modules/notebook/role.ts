/** What the notebook may do: stop itself, read its files, start and watch one pipeline, invoke one endpoint. */
import type { Construct } from "constructs";
import {
  decryptWithKeys,
  invokeEndpoint,
  listObjects,
  notebookPolicy,
  readObjects,
  runPipeline,
  trustPolicy,
  type Location,
  type S3Prefix,
} from "../../policies/documents";
import { regionalArn } from "../../policies/documents/arn";
import { Fn } from "../shared/tf";
import { statementIf, type StatementSource } from "../shared/policy";
import { ServiceRole } from "../shared/role";
import type { NotebookValues } from "./inputs";

/** AWS's name: all notebooks of an account and region write there. */
export const LOG_GROUP_NAME = "/aws/sagemaker/NotebookInstances";

export function notebookRole(scope: Construct, p: NotebookValues, location: Location): ServiceRole {
  return new ServiceRole(scope, "role", {
    name: `${p.name}-notebook`,
    description: `What the notebook ${p.name} may do`,
    trust: trustPolicy({ service: "sagemaker.amazonaws.com", accountId: location.accountId }).Statement,
    permissions: permissions(p, location),
    tags: p.tags,
  });
}

function permissions(p: NotebookValues, location: Location): StatementSource[] {
  const always = notebookPolicy({
    location,
    notebookName: p.name,
    logGroupArn: regionalArn(location, "logs", `log-group:${LOG_GROUP_NAME}`),
    readPrefixes: [],
  });
  return [
    ...always.Statement,
    ...statementIf(p.notebookSourceUri, (uri) => {
      const folder = prefixOf(uri, location);
      return [readObjects([folder]), ...listObjects([folder])];
    }),
    ...statementIf(p.storeKmsKeyArn, (arn) => decryptWithKeys([arn])),
    ...statementIf(p.pipeline, (pipeline) =>
      runPipeline(location, {
        stateMachineName: lastPart(":", pipeline.stateMachineArn),
        jobNamePrefix: pipeline.jobNamePrefix,
        modelParameterArn: regionalArn(location, "ssm", `parameter${pipeline.modelParameterName}`),
      }),
    ),
    ...statementIf(p.endpointArn, (endpointArn) => invokeEndpoint({ endpointArn })),
  ];
}

/** `s3://bucket/some/folder/` as a part of a bucket. */
function prefixOf(uri: string, location: Location): S3Prefix {
  const parts = Fn.regex("^s3://([^/]+)/(.*)$", uri) as unknown;
  const part = (index: number) => String(Fn.element(parts, index));
  return { bucketArn: `arn:${location.partition}:s3:::${part(0)}`, prefix: part(1) };
}

/** What stands behind the last separator, e.g. the name at the end of an ARN. */
export const lastPart = (separator: string, text: string): string =>
  String(Fn.element(Fn.reverse(Fn.split(separator, text)), 0));
