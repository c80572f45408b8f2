import { globalKeyTypes, isKnownService } from "./actions";
import { serviceDetails, type ActionUse } from "./service-details";

/** A condition key as AWS documents it. */
export interface KnownKey {
  /** `aws:RequestTag/${TagKey}`: what stands after the last slash or colon may be a placeholder. */
  readonly name: string;
  /** `String`, `ARN`, `Bool`, `Numeric`, `Date`, `IPAddress`, or `ArrayOf…` one of them. */
  readonly type: string;
  /** Whether requests to any service may have it. */
  readonly global: boolean;
}

const byName = new Map<string, KnownKey | null>();

/** The key, in whatever case, among the global ones and those of its service; undefined where AWS documents none. */
export function findConditionKey(key: string): KnownKey | undefined {
  const name = key.toLowerCase();
  let found = byName.get(name);
  if (found === undefined) {
    found = findAmong(name, Object.entries(globalKeyTypes()), true) ?? findOfServices(name) ?? null;
    byName.set(name, found);
  }
  return found ?? undefined;
}

/** Keys of identity providers (`saml:aud`, `token.actions.githubusercontent.com:sub`) are those of STS. */
function findOfServices(name: string): KnownKey | undefined {
  const service = name.slice(0, Math.max(name.indexOf(":"), 0));
  const services = isKnownService(service) ? [service, "sts"] : ["sts", ...adoptedBy(service)];
  for (const candidate of services) {
    const keys = serviceDetails(candidate)?.conditionKeys ?? new Map<string, string>();
    const found = findAmong(name, [...keys], false);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Prefixes of keys that are no service of their own. */
function adoptedBy(prefix: string): readonly string[] {
  const adopted: Readonly<Record<string, string>> = {
    identitycenter: "sso",
    catalog: "aws-marketplace",
    "cognito-identity-auth": "cognito-identity",
    "cognito-identity-unauth": "cognito-identity",
  };
  const service = Object.hasOwn(adopted, prefix) ? adopted[prefix] : undefined;
  return service === undefined ? [] : [service];
}

function findAmong(
  name: string,
  keys: readonly (readonly [string, string])[],
  global: boolean,
): KnownKey | undefined {
  const found = keys.find(([key]) => isKey(name, key));
  return found === undefined ? undefined : { name: found[0], type: found[1], global };
}

/** AWS writes what may vary in several ways. */
const placeholder = /\$\{[^}]*\}|<[^>]*>|\btag-key$/i;

const patterns = new Map<string, RegExp>();

/** Whether a key in lower case is the documented one, whose placeholders (`${TagKey}`, `<key>`, `tag-key`) stand for any text. */
function isKey(name: string, documented: string): boolean {
  if (!placeholder.test(documented)) return name === documented.toLowerCase();
  let pattern = patterns.get(documented);
  if (pattern === undefined) {
    const parts = documented.toLowerCase().split(placeholder);
    const escaped = parts.map((part) => part.replace(/[.*+?^$()|[\]\\{}]/g, "\\$&"));
    pattern = new RegExp(`^${escaped.join(".+")}$`);
    patterns.set(documented, pattern);
  }
  return pattern.test(name);
}

/** Whether requests for an action of that use have the key. */
export function hasKey(use: ActionUse, key: KnownKey): boolean {
  return key.global || use.conditionKeys.has(key.name);
}
