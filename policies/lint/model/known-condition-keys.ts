import { globalKeyTypes, isKnownService } from "./actions";
import { remembered } from "./remembered";
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

/** The key, in whatever case, among the global ones and those of its service; undefined where AWS documents none. */
export function findConditionKey(key: string): KnownKey | undefined {
  return find(key.toLowerCase()) ?? undefined;
}

const find = remembered((name: string) => globalKeys().find(name) ?? findOfServices(name) ?? null);

/** Keys of identity providers (`saml:aud`, `token.actions.githubusercontent.com:sub`) are those of STS. */
function findOfServices(name: string): KnownKey | undefined {
  const service = name.slice(0, Math.max(name.indexOf(":"), 0));
  const services = isKnownService(service) ? [service, "sts"] : ["sts", ...adoptedBy(service)];
  for (const candidate of services) {
    const found = keysOf(candidate).find(name);
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

/** AWS writes what may vary in several ways. */
const placeholder = /\$\{[^}]*\}|<[^>]*>|\btag-key$/i;

/** Documented keys, to be found by their names in lower case; placeholders (`${TagKey}`, `<key>`, `tag-key`) stand for any text. */
class KeyTable {
  private readonly plain = new Map<string, KnownKey>();
  private readonly open: { readonly pattern: RegExp; readonly key: KnownKey }[] = [];

  constructor(types: Iterable<readonly [name: string, type: string]>, global: boolean) {
    for (const [name, type] of types) {
      const key = { name, type, global };
      if (placeholder.test(name)) this.open.push({ pattern: patternOf(name), key });
      else this.plain.set(name.toLowerCase(), key);
    }
  }

  find(name: string): KnownKey | undefined {
    return this.plain.get(name) ?? this.open.find(({ pattern }) => pattern.test(name))?.key;
  }
}

function patternOf(documented: string): RegExp {
  const parts = documented.toLowerCase().split(placeholder);
  const escaped = parts.map((part) => part.replace(/[.*+?^$()|[\]\\{}]/g, "\\$&"));
  return new RegExp(`^${escaped.join(".+")}$`);
}

let loadedGlobalKeys: KeyTable | undefined;

function globalKeys(): KeyTable {
  return (loadedGlobalKeys ??= new KeyTable(Object.entries(globalKeyTypes()), true));
}

const keysOf = remembered(
  (service: string) => new KeyTable(serviceDetails(service)?.conditionKeys ?? [], false),
);

/** Whether requests for an action of that use have the key. */
export function hasKey(use: ActionUse, key: KnownKey): boolean {
  return key.global || use.conditionKeys.has(key.name);
}
