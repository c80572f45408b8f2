import { escalationPaths, pathUrl, type EscalationPath, type PathCategory } from "../model/escalation-paths";

const categories: Readonly<Record<string, PathCategory>> = {
  IAM303: "self-escalation",
  IAM304: "principal-access",
  IAM305: "new-passrole",
  IAM306: "existing-passrole",
};

/** The known paths that findings of this rule may name, by id; most rules have none. */
export function pathsOf(ruleId: string): readonly EscalationPath[] {
  const category = categories[ruleId];
  return escalationPaths()
    .filter((path) => path.category === category)
    .sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** One line a path: its id, what can be done, and what it takes. */
export function formatPath({ id, title, actions }: EscalationPath): string {
  return `${id}  can ${title}: ${actions.join(", ")}`;
}

/** All that is known of one. */
export function formatPathDetails({ id, title, actions, services }: EscalationPath): string {
  const passed = services.length === 0 ? "" : `\nThe role is passed to ${services.join(" or ")}.`;
  return `${id}: whoever has ${actions.join(", ")} can ${title}.${passed}\n${pathUrl(id)}`;
}
