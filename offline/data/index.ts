/** The data sources that offline mode answers. To add one, add an entry to one of the tables. */
import { account } from "./account";
import { instanceTypes } from "./instance-types";
import { network } from "./network";
import { policyDocument } from "./policy-document";
import { services } from "./services";
import type { DataSource } from "./types";

export const DATA_SOURCES: Readonly<Record<string, DataSource>> = {
  ...account,
  ...network,
  ...instanceTypes,
  ...services,
  aws_iam_policy_document: policyDocument,
};
