import { requiredPolicy } from "../account/required-policy";
import { parse, parseFlag, UsageError, type Command } from "./command";

const usage = `Usage: policy-lint iam-policy [--account-id ID] [--partition aws|aws-cn|aws-us-gov] [--service-use]

Prints the identity policy that \`policy-lint --account\` and \`policy-lint snapshot\` need, and no more.

  --account-id ID   the account to be looked at (default: any)
  --partition NAME  aws (default), aws-cn or aws-us-gov
  --service-use     also what --service-use needs
`;

export const iamPolicyCommand: Command = {
  summary: "prints the least-privilege policy that looking at an account needs",
  usage,
  run: (args, output) => {
    const { values, positionals } = parse(
      args,
      {
        "account-id": { type: "string" },
        partition: { type: "string" },
        "service-use": { type: "boolean", default: false },
        help: { type: "boolean", short: "h" },
      },
      usage,
    );
    if (values.help === true) {
      output.out(usage);
      return 0;
    }
    if (positionals.length > 0) throw new UsageError(`"iam-policy" takes no "${positionals[0]}"\n\n${usage}`);
    const { "account-id": accountId, partition, "service-use": serviceUse } = values;
    // The policy's own checks say what is wrong with an id or a partition.
    const policy = parseFlag("iam-policy:", "", () => requiredPolicy({ accountId, partition, serviceUse }));
    output.out(`${JSON.stringify(policy, null, 2)}\n`);
    return 0;
  },
};
