import type { Problem } from "../model/types";
import type { Value } from "../model/value";
import {
  accountId,
  choice,
  count,
  document,
  flag,
  invalid,
  list,
  located,
  nullable,
  optional,
  record,
  text,
  time,
  type Decoded,
} from "./snapshot-shape";

const use = optional(nullable(record({ at: time, region: nullable(text) })));

const identity = {
  arn: text,
  name: text,
  path: text,
  createdAt: time,
  inlinePolicies: list(record({ name: text, document })),
  attachedPolicies: list(located(text)),
};

const role = record({ ...identity, lastUsed: use, trustPolicy: document, boundary: nullable(text) });

const accessKey = record({ id: text, active: flag, createdAt: time, lastUsed: use });

const user = record({
  ...identity,
  boundary: nullable(text),
  groups: list(text),
  password: nullable(record({ exists: flag, lastUsed: use })),
  mfaDevices: nullable(list(text)),
  accessKeys: nullable(list(accessKey)),
});

const managedPolicy = record({
  arn: text,
  name: text,
  createdAt: time,
  attachmentCount: count,
  boundaryCount: count,
  document,
});

const awsFunction = record({
  arn: text,
  name: text,
  region: text,
  roles: list(text),
  resourcePolicy: optional(nullable(document)),
});

const missing = record({
  area: choice(
    "roles",
    "users",
    "policies",
    "functions",
    "function-policies",
    "regions",
    "access-keys",
    "mfa-devices",
    "credential-report",
    "root",
    "service-use",
  ),
  region: nullable(text),
  permission: nullable(text),
  message: text,
});

const account = record({
  accountId,
  collectedAt: time,
  regions: record({ names: list(text), all: flag }),
  roles: list(role),
  users: list(user),
  groups: list(record(identity)),
  managedPolicies: list(managedPolicy),
  functions: list(awsFunction),
  root: nullable(record({ hasAccessKeys: flag, hasMfa: flag, hasPassword: nullable(flag) })),
  serviceUse: list(record({ principalArn: text, services: list(record({ service: text, lastUsed: use })) })),
  missing: list(missing),
});

export type DecodedAccount = Decoded<typeof account>;
export type DecodedRole = DecodedAccount["roles"][number];
export type DecodedUser = DecodedAccount["users"][number];
export type DecodedGroup = DecodedAccount["groups"][number];
export type DecodedUse = DecodedRole["lastUsed"];

/**
 * The account in a snapshot of this version. Entries that are not as they must be are left out, each with a problem;
 * undefined where the whole is unusable.
 */
export function decodeSnapshot(value: Value, problems: Problem[]): DecodedAccount | undefined {
  const read = account(value, "", { problems, place: value.place });
  return read === invalid ? undefined : read;
}
