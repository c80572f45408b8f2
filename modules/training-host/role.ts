/** What the host may do: fetch its code and dataset, leave its results, signal, log, and be reached by Session Manager. */
import type { Construct } from "constructs";
import { IamInstanceProfile } from "@cdktf/provider-aws/lib/iam-instance-profile";
import {
  listObjects,
  readObjects,
  trainingHostPolicy,
  trustPolicy,
  useKeys,
  type Location,
} from "../../policies/documents";
import { statementIf, type StatementSource } from "../shared/policy";
import { ServiceRole } from "../shared/role";
import type { TrainingHostValues } from "./inputs";
import { storeArn, type HostStore } from "./store";

export interface HostTargets {
  readonly store: HostStore;
  readonly readyParameterArn: string;
  readonly logGroupArn: string;
  readonly metricNamespace: string;
}

export function hostRole(
  scope: Construct,
  p: TrainingHostValues,
  location: Location,
  targets: HostTargets,
): ServiceRole {
  return new ServiceRole(scope, "role", {
    name: `${p.name}-training-host`,
    description: `What the training host ${p.name} may do`,
    trust: trustPolicy({ service: "ec2.amazonaws.com", accountId: location.accountId }).Statement,
    permissions: permissions(p, location, targets),
    tags: p.tags,
  });
}

function permissions(p: TrainingHostValues, location: Location, targets: HostTargets): StatementSource[] {
  const { codePrefix, outputPrefix } = targets.store;
  const always = trainingHostPolicy({
    location,
    // The output too: a fresh host goes on from the checkpoints that another one left.
    readPrefixes: [codePrefix, outputPrefix],
    writePrefixes: [outputPrefix],
    readyParameterArn: targets.readyParameterArn,
    logGroupArn: targets.logGroupArn,
    metricNamespaces: [targets.metricNamespace],
  });
  return [
    ...always.Statement,
    ...statementIf(p.storedDataset, ({ prefix }) => {
      const folder = { bucketArn: storeArn(p, location), prefix };
      return [readObjects([folder], "ReadDataset"), ...listObjects([folder], "ListDataset")];
    }),
    ...statementIf(p.weightsPrefix, (prefix) => {
      const folder = { bucketArn: storeArn(p, location), prefix };
      return [readObjects([folder], "ReadWeights"), ...listObjects([folder], "ListWeights")];
    }),
    ...statementIf(p.storeKmsKeyArn, (arn) => useKeys([arn])),
  ];
}

export function instanceProfile(
  scope: Construct,
  p: TrainingHostValues,
  role: ServiceRole,
): IamInstanceProfile {
  return new IamInstanceProfile(scope, "profile", {
    name: `${p.name}-training-host`,
    role: role.roleName,
    tags: p.tags,
  });
}
