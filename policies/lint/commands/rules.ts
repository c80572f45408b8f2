import { formatRuleList, formatRuleTable, type RuleListFormat } from "../reports/rules";
import { rules } from "../rules";
import { oneOf, parse, UsageError, type Command } from "./command";

const formats: readonly RuleListFormat[] = ["text", "json", "markdown"];

const usage = `Usage: policy-lint rules [--format ${formats.join("|")}]

Lists all rules: id, name, highest severity and why.
`;

export const rulesCommand: Command = {
  summary: "lists all rules",
  usage,
  run: (args, output) => {
    const { values, positionals } = parse(
      args,
      { format: { type: "string", default: "text" }, help: { type: "boolean", short: "h" } },
      usage,
    );
    if (values.help === true) {
      output.out(usage);
      return 0;
    }
    if (positionals.length > 0) throw new UsageError(`"rules" takes no "${positionals[0]}"\n\n${usage}`);
    const format = oneOf("--format", values.format, formats);
    output.out(format === "text" ? formatRuleTable(rules, output) : formatRuleList(rules, format));
    return 0;
  },
};
