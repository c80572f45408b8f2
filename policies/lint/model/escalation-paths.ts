import { readFileSync } from "node:fs";
import { join } from "node:path";

/**
 * - `new-passrole`: hands a role to something that it makes, and acts with that role
 * - `existing-passrole`: takes over something that has a role
 * - `self-escalation`: changes its own permissions
 * - `principal-access`: becomes another principal
 */
export type PathCategory = "new-passrole" | "existing-passrole" | "self-escalation" | "principal-access";

/** A known way to more permissions than were given. */
export interface EscalationPath {
  /** Its id at pathfinding.cloud: `lambda-001`. */
  readonly id: string;
  readonly category: PathCategory;
  /** What is done, as it stands after "can": `create a function and invoke it`. */
  readonly title: string;
  /** Service principals that a role is passed to, any of them; empty where no role is passed. */
  readonly services: readonly string[];
  /** All that it takes, in AWS's spelling. */
  readonly actions: readonly string[];
}

export const passRole = "iam:PassRole";

let loaded: readonly EscalationPath[] | undefined;

/** Shortest first. That every action exists is a matter of the data's test, not of a scan. */
export function escalationPaths(): readonly EscalationPath[] {
  if (loaded === undefined) {
    const text = readFileSync(join(__dirname, "../data/escalation-paths.json"), "utf8");
    const { paths } = JSON.parse(text) as { readonly paths: readonly EscalationPath[] };
    loaded = [...paths].sort((a, b) => a.actions.length - b.actions.length);
  }
  return loaded;
}

export function pathUrl(id: string): string {
  return `https://pathfinding.cloud/paths/${id}`;
}

/** Single actions with which a principal changes its own permissions, with the path of each; null where it has none. */
export function selfEscalationActions(): ReadonlyMap<string, string | null> {
  return singleActions("self-escalation", [
    ["iam:SetDefaultPolicyVersion", null],
    // Any permission set, in any account of the organization, to whomever: oneself.
    ["sso:CreateAccountAssignment", null],
  ]);
}

/** Single actions with which a principal becomes another. */
export function principalAccessActions(): ReadonlyMap<string, string | null> {
  return singleActions("principal-access", [
    // A session of a member account's root, with which its password can be set anew.
    ["sts:AssumeRoot", null],
    // Credentials of another user for CodeCommit, Cassandra or Bedrock.
    ["iam:CreateServiceSpecificCredential", null],
    // Who is the identity provider can sign in as anybody, in every role that trusts it.
    ["iam:UpdateSAMLProvider", null],
  ]);
}

function singleActions(
  category: PathCategory,
  more: readonly [string, null][],
): ReadonlyMap<string, string | null> {
  const single = escalationPaths().filter((path) => path.category === category && path.actions.length === 1);
  return new Map<string, string | null>([
    ...single.map(({ actions: [action = ""], id }) => [action, id] as const),
    ...more,
  ]);
}

/** Actions of SageMaker that take a role, besides those of the paths. */
export const sageMakerRoleActions = [
  "sagemaker:CreateAutoMLJobV2",
  "sagemaker:CreateDomain",
  "sagemaker:CreateHyperParameterTuningJob",
  "sagemaker:CreateModel",
  "sagemaker:CreateNotebookInstance",
  "sagemaker:CreatePipeline",
  "sagemaker:CreateProcessingJob",
  "sagemaker:CreateTrainingJob",
  "sagemaker:CreateUserProfile",
] as const;

/** What makes use of a role that is passed to one service, besides the paths. */
export interface RoleUse {
  readonly services: readonly string[];
  /** All that it takes. */
  readonly actions: readonly string[];
}

/**
 * Sources: the services' own guides on the role that each of these takes, and the Service Authorization Reference, which
 * lists iam:PassRole as a dependent action of each.
 */
export const otherRoleUses: readonly RoleUse[] = [
  {
    services: ["pods.eks.amazonaws.com", "eks.amazonaws.com"],
    actions: ["eks:CreatePodIdentityAssociation"],
  },
  { services: ["bedrock.amazonaws.com"], actions: ["bedrock:CreateAgent", "bedrock:InvokeAgent"] },
  { services: ["ssm.amazonaws.com"], actions: ["ssm:StartAutomationExecution"] },
  { services: ["lambda.amazonaws.com"], actions: ["lambda:UpdateFunctionConfiguration"] },
];

let relevant: readonly string[] | undefined;

/** Every action that an escalation rule asks for. */
export function relevantActions(): readonly string[] {
  return (relevant ??= [
    ...new Set([
      ...escalationPaths().flatMap(({ actions }) => actions),
      ...selfEscalationActions().keys(),
      ...principalAccessActions().keys(),
      ...otherRoleUses.flatMap(({ actions }) => actions),
      ...sageMakerRoleActions,
    ]),
  ]);
}
