import type { KnownAction } from "../../model/actions";
import { passRole } from "../../model/escalation-paths";
import { grantsOf, type Grant } from "../../model/subject-grants";
import { subjects } from "../../model/subjects";
import type { Model, Statement } from "../../model/types";
import { takeovers } from "./existing-passrole-path";
import { handovers } from "./new-passrole-path";
import { blockedActions } from "./one-service";
import { sageMakerPassings, sageMakerStarts } from "./sagemaker-passing";

/** By statement, the actions that the rules on passing roles weigh; true where they make an error of them. */
type NamedActions = ReadonlyMap<Statement, ReadonlyMap<string, boolean>>;

const found = new WeakMap<Model, NamedActions>();

/**
 * Whether a rule on passing roles names the action, or has found that it can do no harm: then it is not said again that
 * the action is allowed on everything. One that manages permissions is an error by itself, and hidden by errors only.
 */
export function isNamedByPassing(model: Model, statement: Statement, action: KnownAction): boolean {
  let all = found.get(model);
  if (all === undefined) {
    all = findNamed(model);
    found.set(model, all);
  }
  const isError = all.get(statement)?.get(action.name);
  return isError !== undefined && (isError || action.level !== "permissions");
}

function findNamed(model: Model): NamedActions {
  const named = new Map<Statement, Map<string, boolean>>();
  const note = ({ action, source }: Grant, isError: boolean): void => {
    if (source === null) return;
    const actions = named.get(source.statement) ?? new Map<string, boolean>();
    named.set(source.statement, actions);
    actions.set(action, isError || actions.get(action) === true);
  };
  for (const { grants, weight } of [...handovers(model), ...takeovers(model)]) {
    grants.forEach((grant) => note(grant, weight === "open"));
  }
  for (const subject of subjects(model)) {
    const grants = grantsOf(subject);
    const passing = grants.get(passRole)?.filter(({ reach }) => reach === "all") ?? [];
    const blocked = passing.flatMap((grant) => blockedActions(grant, grants));
    const started = sageMakerPassings(grants).length > 0 ? sageMakerStarts(grants) : [];
    started.forEach((grant) => note(grant, false));
    blocked.flatMap((action) => grants.get(action) ?? []).forEach((grant) => note(grant, false));
  }
  return named;
}
