import { useOfAction, type ActionUse, type ResourceType } from "./service-details";
import { covers, hasWildcard, isEffectiveStar, withoutUnknownHead } from "./patterns";
import { unknownPart } from "./value";

/** Whether the resource pattern reaches all resources of a type that the action works on: `user/*` for AttachUserPolicy. */
export function isStarFor(pattern: string, action: string): boolean {
  if (pattern === "*" || /^\*+$/.test(pattern)) return true;
  const known = withoutUnknownHead(pattern);
  if (!known.includes("*") || known.includes(unknownPart)) return false;
  // Every name has a character: `user/?*` is all users.
  const resource = known.includes("?") ? known.replace(/[*?]*\*[*?]*/g, "*") : known;
  const types = typesOf(action);
  // An action that is not known, or that knows no resources: the pattern alone has to tell.
  if (types === undefined) return isEffectiveStar(resource);
  return types.some((type) => coversType(resource, type));
}

const typesByAction = new Map<string, readonly ResourceType[] | undefined>();

/** All types that the action works on; undefined where AWS's table has none. */
function typesOf(action: string): readonly ResourceType[] | undefined {
  if (typesByAction.has(action)) return typesByAction.get(action);
  const use = useOfAction(action);
  const all = use === undefined ? [] : [...use.requiredTypes, ...use.optionalTypes];
  const result = all.length === 0 ? undefined : all;
  typesByAction.set(action, result);
  return result;
}

const covered = new Map<string, Map<ResourceType, boolean>>();

/** The same resources and types meet in very many statements; each pair is compared once. */
function coversType(resource: string, type: ResourceType): boolean {
  let known = covered.get(resource);
  if (known === undefined) {
    known = new Map();
    covered.set(resource, known);
  }
  let result = known.get(type);
  if (result === undefined) {
    result = covers(resource, shapeOf(type, resource));
    known.set(type, result);
  }
  return result;
}

/**
 * Whether the resources together reach everything that a request for the action needs: who may start instances in one
 * subnet only cannot start them everywhere, whatever else the statement says.
 */
export function reachAllRequired(resources: readonly string[], action: string): boolean {
  if (resources.includes("*")) return true;
  const required = useOfAction(action)?.requiredTypes ?? [];
  if (required.length < 2) return true;
  const known = resources.map(withoutUnknownHead);
  return required.every((type) => known.some((resource) => coversType(resource, type)));
}

const shapes = new Map<string, string>();

/**
 * The pattern of all resources of the type, in the partition, region and account that the given pattern names:
 * `arn:aws:iam::123456789012:*` and users give `arn:aws:iam::123456789012:user/*`.
 */
export function shapeOf(type: ResourceType, resource: string): string {
  const own = resource.startsWith("arn:") ? resource.split(":") : [];
  const [, named = "*", , region = "*", account = "*"] = own;
  // An account is in one partition; the usual one stands for whichever it is.
  const partition = hasWildcard(named) ? "aws" : named;
  const key = `${type.arn} ${partition} ${region} ${account}`;
  let shape = shapes.get(key);
  if (shape === undefined) {
    shape = type.arn
      .replaceAll("${Partition}", partition)
      .replaceAll("${Region}", region)
      .replaceAll("${Account}", account)
      .replace(/\$\{[^}]*\}/g, "*");
    shapes.set(key, shape);
  }
  return shape;
}

/**
 * What the pattern reaches of the kinds of resource that the action cannot do without, where that is less than the pattern
 * says: of `*`, AttachUserPolicy reaches `arn:aws:iam::*:user/*`. Whoever is kept from one of `each` is kept from the
 * action; of `either`, the action needs only one.
 */
export function neededReach(
  pattern: string,
  action: string,
): { each: readonly string[]; either: readonly string[] } {
  const resource = withoutUnknownHead(pattern);
  const use = useOfAction(action);
  if (use === undefined || !hasWildcard(resource) || resource.includes(unknownPart))
    return { each: [], either: [] };
  const shapesOf = (types: readonly ResourceType[]) =>
    types.map((type) => shapeOf(type, resource)).filter((shape) => covers(resource, shape));
  if (use.requiredTypes.length > 0) return { each: shapesOf(use.requiredTypes), either: [] };
  return { each: [], either: isChoice(use) ? shapesOf(use.optionalTypes) : [] };
}

/** Whether the action works on resources always, so that naming them is possible; a single optional type may be left out. */
export function worksOnResources(action: string): boolean {
  const use = useOfAction(action);
  return use !== undefined && (use.requiredTypes.length > 0 || isChoice(use));
}

/** AWS's table lists kinds of which an action takes one or the other as optional, all of them. */
function isChoice({ requiredTypes, optionalTypes }: ActionUse): boolean {
  return requiredTypes.length === 0 && optionalTypes.length > 1;
}
