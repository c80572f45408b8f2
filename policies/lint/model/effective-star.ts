import { useOfAction, type ActionUse, type ResourceType } from "./service-details";
import { covers, hasWildcard, isEffectiveStar, withoutUnknownHead } from "./patterns";
import { remembered } from "./remembered";
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

/** All types that the action works on; undefined where AWS's table has none. */
function typesOf(action: string): readonly ResourceType[] | undefined {
  const types = useOfAction(action)?.types ?? [];
  return types.length === 0 ? undefined : types;
}

function coversType(resource: string, type: ResourceType): boolean {
  return coverageOf(resource)(type);
}

/** The same resources and types meet in very many statements; each pair is compared once. */
const coverageOf = remembered((resource: string) =>
  remembered((type: ResourceType) => covers(resource, shapeOf(type, resource))),
);

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

/**
 * The pattern of all resources of the type, in the partition, region and account that the given pattern names:
 * `arn:aws:iam::123456789012:*` and users give `arn:aws:iam::123456789012:user/*`.
 */
export function shapeOf(type: ResourceType, resource: string): string {
  return shapesIn(homeOf(resource))(type);
}

/** Partition, region and account, separated by colons. */
const homeOf = remembered((resource: string) => {
  const own = resource.startsWith("arn:") ? resource.split(":") : [];
  const [, named = "*", , region = "*", account = "*"] = own;
  // An account is in one partition; the usual one stands for whichever it is.
  return `${hasWildcard(named) ? "aws" : named}:${region}:${account}`;
});

const shapesIn = remembered((home: string) => {
  const [partition = "*", region = "*", account = "*"] = home.split(":");
  return remembered((type: ResourceType) =>
    type.arn
      .replaceAll("${Partition}", partition)
      .replaceAll("${Region}", region)
      .replaceAll("${Account}", account)
      .replace(/\$\{[^}]*\}/g, "*"),
  );
});

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
