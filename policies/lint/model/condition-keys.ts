/**
 * What a condition on a key says about the reach of a permission.
 *
 * - `target`: what is acted on or handed over; the permission reaches less
 * - `account`: everything in an account or an organization; inside it nothing is left out
 * - `circumstance`: who calls, from where, when and how; whoever fulfils it has the whole permission
 * - `choice`: something that the caller puts into the request as it pleases
 */
export type KeyMeaning = "target" | "account" | "circumstance" | "choice";

interface Judgement {
  /** Matches keys in lower case. */
  readonly keys: RegExp;
  readonly meaning: KeyMeaning;
  /** Completes "the condition … narrows nothing: ". */
  readonly why: string;
}

/** The first that matches counts. What is not listed is taken for a target: most services' own keys are. */
const judgements: readonly Judgement[] = [
  {
    keys: /^aws:multifactorauth(present|age)$/,
    meaning: "circumstance",
    why: "a principal that signs in with MFA has the whole permission",
  },
  {
    keys: /^aws:(sourceip|vpcsourceip|sourcevpc|sourcevpce|sourcevpcarn|vpce(account|orgid|orgpaths)|ec2instancesourcevpc|ec2instancesourceprivateipv4)$/,
    meaning: "circumstance",
    why: "whoever calls from that network has the whole permission",
  },
  {
    keys: /^aws:(currenttime|epochtime|tokenissuetime)$/,
    meaning: "circumstance",
    why: "it only says when",
  },
  {
    keys: /^aws:(principal.*|userid|username|federatedprovider|sourceidentity|source(arn|owner|account|orgid|orgpaths)|assumedroot)$/,
    meaning: "circumstance",
    why: "it says who, and that principal has the whole permission",
  },
  {
    keys: /^aws:(securetransport|useragent|referer|viaawsservice|viaawsmcpservice|calledvia.*|requestedregion|ismcpserviceaction|chatbotsourcearn)$/,
    meaning: "circumstance",
    why: "it only says how or where the call is made",
  },
  {
    keys: /^(ec2:sourceinstancearn|ec2:roledelivery|ssm:sourceinstancearn|lambda:sourcefunctionarn|glue:(credentialissuingservice|roleassumedby)|identitystore:userid)$/,
    meaning: "circumstance",
    why: "it says from where the principal calls, and there it has the whole permission",
  },
  {
    keys: /^sts:(externalid|rolesessionname|sourceidentity|transitivetagkeys|durationseconds)$/,
    meaning: "choice",
    why: "the caller sends the value",
  },
  {
    keys: /^aws:(requesttag\/.*|tagkeys)$/,
    meaning: "choice",
    why: "the caller sends the tag, and existing resources are reached all the same",
  },
  {
    keys: /^(aws|s3):(resourceaccount|resourceorgid|resourceorgpaths)$/,
    meaning: "account",
    why: "everything in the account is still reached",
  },
  {
    keys: /^ec2:(instancetype|region|tenancy|ebsoptimized|metadatahttp.*|rolesdelivery|instancemarkettype|cpuoptions.*|volumesize|volumetype|volumeiops|encrypted)$/,
    meaning: "choice",
    why: "the caller chooses the kind of instance or volume",
  },
  {
    keys: /^lambda:(vpcids|subnetids|securitygroupids|layer|functionurlauthtype|codesigningconfigarn)$/,
    meaning: "choice",
    why: "the caller chooses the function's settings",
  },
  {
    keys: /^sagemaker:(instancetypes|acceleratortypes|vpcsubnets|vpcsecuritygroupids|volumekmskey|outputkmskey|rootaccess|directinternetaccess|networkisolation|intercontainertrafficencryption|maxruntimeinseconds|minimuminstancemetadataserviceversion|enableremotedebug)$/,
    meaning: "choice",
    why: "the caller chooses the job's settings",
  },
  {
    keys: /^s3:(x-amz-.*|signatureversion|signatureage|tlsversion|authtype|max-keys|locationconstraint)$/,
    meaning: "choice",
    why: "the caller sets the request's headers",
  },
];

const judged = new Map<string, Judgement | null>();

function judgementOf(key: string): Judgement | null {
  const name = key.toLowerCase();
  let found = judged.get(name);
  if (found === undefined) {
    found = judgements.find(({ keys }) => keys.test(name)) ?? null;
    judged.set(name, found);
  }
  return found;
}

export function meaningOfKey(key: string): KeyMeaning {
  return judgementOf(key)?.meaning ?? "target";
}

/** Why a condition on the key does not narrow; undefined where it does. */
export function whyKeyDoesNotNarrow(key: string): string | undefined {
  return judgementOf(key)?.why;
}

/**
 * Keys that are part of every signed request, so that a condition on them cannot be passed by leaving them out.
 * Source: "AWS global condition context keys", the "Availability" of each.
 */
const alwaysPresent = new Set([
  "aws:currenttime",
  "aws:epochtime",
  "aws:principalaccount",
  "aws:principalarn",
  "aws:principalisawsservice",
  "aws:principaltype",
  "aws:requestedregion",
  "aws:userid",
  "aws:viaawsservice",
]);

export function isAlwaysPresent(key: string): boolean {
  return alwaysPresent.has(key.toLowerCase());
}

/** Keys that only some actions have; IAM's own table of actions, resources and condition keys says so. */
const actionsWithKey: Readonly<Record<string, RegExp>> = {
  "iam:passedtoservice": /^iam:passrole$/,
  "iam:associatedresourcearn": /^iam:passrole$/,
  "iam:policyarn": /^iam:(attach|detach)(user|role|group)policy$/,
  "iam:permissionsboundary":
    /^iam:(create(user|role)|(put|delete)(user|role)(policy|permissionsboundary)|(attach|detach)(user|role)policy)$/,
  "iam:awsservicename": /^iam:(create|delete)servicelinkedrole$|^iam:.*servicespecificcredential/,
};

/** Whether only some actions have the key. */
export function isOfSomeActions(key: string): boolean {
  return Object.hasOwn(actionsWithKey, key.toLowerCase());
}

/** Whether a request for the action may carry the key; true where that is not known. */
export function actionMayHaveKey(action: string, key: string): boolean {
  if (!isOfSomeActions(key)) return true;
  return actionsWithKey[key.toLowerCase()]?.test(action.toLowerCase()) ?? true;
}

/**
 * Keys whose requests always carry them, where they apply at all: a role is always passed to a service, a policy that is
 * attached always has an ARN.
 */
export function isPresentWhereItApplies(key: string): boolean {
  return ["iam:passedtoservice", "iam:policyarn", "iam:awsservicename"].includes(key.toLowerCase());
}

/** Policies with which a principal can do everything: a condition that lets these through narrows nothing. */
export const allPowerfulPolicies = [
  "arn:aws:iam::aws:policy/AdministratorAccess",
  "arn:aws:iam::aws:policy/IAMFullAccess",
];
