import { escalationPaths, passRole } from "../../model/escalation-paths";
import { showResources } from "../../model/show-resources";
import type { Grant, Grants } from "../../model/subject-grants";
import { demand } from "../fixes";
import type { Fix } from "../rule";

/**
 * Demands the service that the role is handed to. In a statement with other actions the condition would take those away:
 * there, a statement of its own is suggested.
 */
export function demandService({ source }: Grant, service: string): Fix | undefined {
  if (source === null) return undefined;
  const { policy, statement } = source;
  const description = `Let roles be passed to ${service} only`;
  const onlyPasses = statement.actions?.every(({ value }) => value.toLowerCase() === "iam:passrole") ?? false;
  const edit = onlyPasses
    ? demand(policy, statement, ["StringEquals", "iam:PassedToService", service])
    : undefined;
  if (edit !== undefined) return { description, edits: [edit] };
  const suggestion = {
    Effect: "Allow",
    Action: passRole,
    Resource: showResources(statement.resources?.map(({ value }) => value) ?? [], statement),
    Condition: { StringEquals: { "iam:PassedToService": service } },
  };
  return { description: `${description}, in a statement of its own`, edits: [], suggestion };
}

/** The one service that the rest of the permissions can start something in with a role; undefined where there are more. */
export function startedService(grants: Grants): string | undefined {
  const started = escalationPaths()
    .filter(({ actions }) => actions.some((action) => action !== passRole && grants.has(action)))
    .flatMap(({ services }) => services);
  const [first, ...others] = new Set(started);
  return others.length === 0 ? first : undefined;
}

/** A result's own part of a fix that there may be. */
export function fixed(fix: Fix | undefined): { readonly fix?: Fix } {
  return fix === undefined ? {} : { fix };
}
