import { actionsOf, type KnownAction } from "./actions";

/** `every action of s3; 3 actions of sts (sts:AssumeRole, …)`. */
export function describeActions(actions: readonly KnownAction[]): string {
  const byService = groupByService(actions);
  const parts = [...byService].map(([service, list]) =>
    list.length === actionsOf(service).length ? `every action of ${service}` : describeSome(service, list),
  );
  return parts.length > 4 ? `${actions.length} actions of ${parts.length} services` : parts.join("; ");
}

function describeSome(service: string, actions: readonly KnownAction[]): string {
  const count = `${actions.length} ${actions.length === 1 ? "action" : "actions"} of ${service}`;
  return `${count} (${listNames(actions.map(({ name }) => name))})`;
}

/** Services of which every action is there. */
export function wholeServices(actions: readonly KnownAction[]): string[] {
  return [...groupByService(actions)]
    .filter(([service, list]) => actionsOf(service).length === list.length)
    .map(([service]) => service);
}

/** `s3:GetObject, s3:PutObject, …`: the first three. */
export function listNames(names: readonly string[]): string {
  return `${names.slice(0, 3).join(", ")}${names.length > 3 ? ", …" : ""}`;
}

/** The service of an action of AWS's spelling: `s3`. */
export function serviceOf(action: string): string {
  return action.slice(0, action.indexOf(":"));
}

function groupByService(actions: readonly KnownAction[]): Map<string, KnownAction[]> {
  const groups = new Map<string, KnownAction[]>();
  for (const action of actions) {
    const service = serviceOf(action.name);
    const list = groups.get(service);
    if (list === undefined) groups.set(service, [action]);
    else list.push(action);
  }
  return groups;
}
