/** What each honoured resource type does beyond its schema. To add a type, add an entry to the table of its service. */
import { compute } from "./compute";
import { cost } from "./cost";
import { ecr } from "./ecr";
import { iam } from "./iam";
import { kms } from "./kms";
import { lambda } from "./lambda";
import { messaging } from "./messaging";
import { network } from "./network";
import { observability } from "./observability";
import { s3 } from "./s3";
import { sagemaker } from "./sagemaker";
import { ssm } from "./ssm";
import type { ResourceBehaviour } from "./types";
import { vpcEndpoint } from "./vpc-endpoint";

export const BEHAVIOURS: Readonly<Record<string, ResourceBehaviour>> = {
  ...network,
  ...vpcEndpoint,
  ...s3,
  ...kms,
  ...iam,
  ...sagemaker,
  ...compute,
  ...lambda,
  ...observability,
  ...messaging,
  ...ssm,
  ...ecr,
  ...cost,
};
