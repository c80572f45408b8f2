import { parseOperator } from "./condition-operators";
import { covers, coversAction } from "./patterns";
import type { Condition, Policy, Statement } from "./types";
import { unknownPart } from "./value";

/*
 * How conditions narrow who may use a policy that names everybody, or a service that acts for everybody. What
 * `conditions.ts` weighs is the other half: what may be reached.
 */

/**
 * Keys that tell one's own callers from all others. Source: S3 User Guide, "The meaning of public", and the services'
 * own guides for the keys after `aws:`.
 */
const callerKeys =
  /^(aws:(source(arn|account|owner|orgid|orgpaths|ip|vpc|vpce|vpcarn)|vpce(account|orgid|orgpaths)|principal(arn|account|orgid|orgpaths|isawsservice|servicename|servicenameslist)|userid|federatedprovider)|kms:calleraccount|s3:dataaccesspoint(arn|account)|elasticfilesystem:accessedviamounttarget)$/;

/** Keys that say for whose resource a service acts. A key's encryption context names the resource as well. */
const sourceKeys =
  /^(aws:source(arn|account|owner|orgid|orgpaths)|kms:calleraccount|kms:encryptioncontext:.+|lambda:eventsourcetoken)$/;

const arnKeys = /arn$/;

/** Whether the statement's conditions let only known callers through. */
export function isForKnownCallers({ conditions }: Statement): boolean {
  return conditions.some((condition) => callerKeys.test(condition.key.toLowerCase()) && pinsDown(condition));
}

/** Whether the statement's conditions say for whose resource a service may act. */
export function isForKnownSources({ conditions }: Statement): boolean {
  return conditions.some((condition) => sourceKeys.test(condition.key.toLowerCase()) && pinsDown(condition));
}

/** Whether a Deny of the same policy keeps all others than known callers out of what the statement allows. */
export function othersAreDenied(allow: Statement, policy: Policy): boolean {
  return policy.statements.some(
    (deny) => deny.effect === "Deny" && deniesOthers(deny) && isOnAll(deny, allow),
  );
}

/** Whether the condition demands one of the values, and the values are narrow. */
export function pinsDown(condition: Condition): boolean {
  const { qualifier, base, negated, ifExists } = parseOperator(condition.operator);
  if (negated || ifExists || base === "null" || qualifier === "ForAllValues") return false;
  return hasNarrowValues(condition);
}

function hasNarrowValues({ operator, key, values }: Condition): boolean {
  const { base, wildcards } = parseOperator(operator);
  return (
    values.length > 0 &&
    values.every(({ value }) => {
      if (value.includes(unknownPart) && !/^[*?]/.test(value)) return true;
      if (base === "bool") return /^true$/i.test(value);
      if (base === "ipaddress" || base === "notipaddress") return isNarrowRange(value);
      // Without wildcards `*` is a letter: it lets nobody through.
      if (!wildcards) return true;
      return arnKeys.test(key.toLowerCase()) ? isNarrowArn(value) : literalStart(value) >= 8;
    })
  );
}

/** Whether the ARN pattern stays in one account, or names what has no account in its ARN (a bucket). */
function isNarrowArn(pattern: string): boolean {
  const [, , service = "", , account = "", ...name] = pattern.split(":");
  if (/[*?]/.test(service)) return false;
  if (account !== "") return !/[*?]/.test(account);
  return name.length > 0 && literalStart(name.join(":")) > 0;
}

/** How many characters stand before the first wildcard; of none, all of them, and more. */
function literalStart(pattern: string): number {
  const at = pattern.search(/[*?]/);
  return at === -1 ? Infinity : at;
}

/** A range as large as /8 may still be a network of one's own; what is larger is the internet. */
function isNarrowRange(range: string): boolean {
  const [address = "", bits] = range.split("/");
  if (bits === undefined) return true;
  return Number(bits) >= (address.includes(":") ? 16 : 8);
}

/** Denies that hold for everybody but known callers, by `NotPrincipal` or by negated conditions. */
function deniesOthers(deny: Statement): boolean {
  if (deny.notPrincipals !== undefined) return !deny.conditional;
  if (!(deny.principals ?? []).some(({ value }) => value === "*")) return false;
  const exceptions = deny.conditions.filter((condition) => !leavesOnlyServices(condition));
  return exceptions.length > 0 && exceptions.every(exceptsKnownCallers);
}

/** All of a Deny's conditions must hold, so each further one leaves out more callers. */
function exceptsKnownCallers(condition: Condition): boolean {
  return (
    parseOperator(condition.operator).negated &&
    callerKeys.test(condition.key.toLowerCase()) &&
    hasNarrowValues(condition)
  );
}

/** `Bool aws:PrincipalIsAWSService false`: AWS's own services are not meant. */
function leavesOnlyServices({ operator, key, values }: Condition): boolean {
  return (
    /^aws:(principalisawsservice|viaawsservice)$/i.test(key) &&
    parseOperator(operator).base === "bool" &&
    values.every(({ value }) => /^false$/i.test(value))
  );
}

function isOnAll(deny: Statement, allow: Statement): boolean {
  const actions = allow.actions ?? [{ value: "*" }];
  const resources = allow.resources ?? [{ value: "*" }];
  return (
    actions.every(({ value }) => deny.actions?.some((denied) => coversAction(denied.value, value))) &&
    resources.every(
      ({ value }) =>
        deny.resources?.some((denied) => covers(denied.value, value)) ?? allow.resources === undefined,
    )
  );
}
