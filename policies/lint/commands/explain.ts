import { pathsOf } from "../reports/paths";
import { formatRule } from "../reports/rules";
import { rules } from "../rules";
import { parse, UsageError, type Command } from "./command";

const usage = `Usage: policy-lint explain RULE…

Tells why a rule is there, what to do about its findings, where that is documented, and shows an example of each kind.
RULE is an id (IAM305), a name (new-passrole-path), or an id with a path (IAM305/lambda-001).
`;

export const explainCommand: Command = {
  summary: "explains a rule: why, what to do, examples",
  usage,
  run: (args, output) => {
    const { values, positionals } = parse(args, { help: { type: "boolean", short: "h" } }, usage);
    if (values.help === true) {
      output.out(usage);
      return 0;
    }
    if (positionals.length === 0) throw new UsageError(`name a rule\n\n${usage}`);
    const { colour } = output;
    const found = positionals.map(find);
    output.out(found.map(({ rule, pathId }) => formatRule(rule, { colour, pathId })).join("\n"));
    return 0;
  },
};

function find(name: string) {
  const [wanted = "", pathId] = name.toLowerCase().split("/");
  const rule = rules.find((candidate) => candidate.id.toLowerCase() === wanted || candidate.name === wanted);
  if (rule === undefined)
    throw new UsageError(`there is no rule "${name}"; \`policy-lint rules\` lists all of them`);
  if (pathId !== undefined && !pathsOf(rule.id).some(({ id }) => id === pathId))
    throw new UsageError(
      `${rule.id} has no path "${pathId}"; \`policy-lint explain ${rule.id}\` lists its paths`,
    );
  return { rule, pathId };
}
