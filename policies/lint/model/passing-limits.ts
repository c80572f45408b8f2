import { parseOperator } from "./condition-operators";
import { commonServices, servicesExcluded, servicesLeftBy, servicesPassedTo } from "./passed-services";
import { covers, hasWildcard } from "./patterns";
import type { Statement } from "./types";
import { unknownPart } from "./value";

/** To which services a grant of iam:PassRole lets a role be passed. */
export interface PassingLimits {
  /** `any` where no condition limits them to some; empty where there is none. */
  readonly passesTo: readonly string[] | "any";
  /** Services, or patterns of them, that conditions or Denies leave out. */
  readonly passesNotTo: readonly string[];
}

export const passesAnywhere: PassingLimits = { passesTo: "any", passesNotTo: [] };

/**
 * The limits of an Allow, and of Denies that ask for the service: a Deny of every other service leaves that one.
 *
 * @param denies of iam:PassRole, that cover all roles of the Allow
 */
export function passingLimits(allow: Statement, denies: readonly Statement[]): PassingLimits {
  return lessDenies({ passesTo: limitsOfAllow(allow), passesNotTo: servicesExcluded(allow) }, denies);
}

/** What Denies leave that ask for the service. */
export function lessDenies(
  { passesTo, passesNotTo }: PassingLimits,
  denies: readonly Statement[],
): PassingLimits {
  const left = denies.map(servicesLeftBy).filter((one) => one !== null);
  const except = [...passesNotTo, ...left.flatMap((one) => one.except)];
  const only = left.reduce((services, one) => commonServices(services, one.only), passesTo);
  return {
    passesTo: only === "any" ? "any" : only.filter((service) => !isExcluded(service, except)),
    passesNotTo: except,
  };
}

/** Whether a role can be passed to the service: `lambda.amazonaws.com`. */
export function mayPassTo({ passesTo, passesNotTo }: PassingLimits, service: string): boolean {
  const isAllowed = passesTo === "any" || passesTo.some((allowed) => covers(allowed, service));
  return isAllowed && !isExcluded(service, passesNotTo);
}

function isExcluded(service: string, excluded: readonly string[]): boolean {
  return excluded.some((pattern) => covers(pattern, service));
}

/** iam:AssociatedResourceArn limits the service as well: its ARN names one. */
function limitsOfAllow(statement: Statement): readonly string[] | "any" {
  const services = servicesPassedTo(statement);
  const resources = statement.conditions.filter(
    ({ key, operator }) => key.toLowerCase() === "iam:associatedresourcearn" && mustMatch(operator),
  );
  const hosts = resources.flatMap(({ values }) => values.map(({ value }) => hostOf(value)));
  if (hosts.length === 0 || hosts.includes(undefined)) return services;
  const named = [...new Set(hosts.filter((host) => host !== undefined).flat())];
  return services === "any" ? named : services.filter((service) => named.includes(service));
}

/** Whether the operator asks for one of its values, also where the key is absent. */
function mustMatch(operator: string): boolean {
  const { qualifier, base, negated, ifExists } = parseOperator(operator);
  return !negated && !ifExists && qualifier !== "ForAllValues" && /^(arn|string)/.test(base);
}

/** Services whose resources have another name than the service that assumes the role. */
const assumedBy: Readonly<Record<string, readonly string[]>> = {
  ecs: ["ecs-tasks", "ecs"],
  apprunner: ["tasks.apprunner", "build.apprunner"],
};

/** The service principals behind an ARN; undefined where the ARN does not say. */
function hostOf(arn: string): readonly string[] | undefined {
  const service = arn.split(":")[2] ?? "";
  if (service === "" || hasWildcard(service) || service.includes(unknownPart)) return undefined;
  return (assumedBy[service] ?? [service]).map((name) => `${name}.amazonaws.com`);
}
