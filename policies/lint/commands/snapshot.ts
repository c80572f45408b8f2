import { formatSnapshot } from "../account/snapshot";
import { parse, UsageError, writeText, type Command, type Status } from "./command";
import { collect } from "./scan";

const usage = `Usage: policy-lint snapshot [--region NAME]… [--service-use NAME]… [--output FILE]

Writes what the linter looks at in the running account, so that a review can be repeated without it. It holds no secrets: of
access keys their ids, of passwords whether there is one. Lint it like any file.

  --region NAME       look for functions in this region only (default: all that are enabled); may be repeated
  --service-use NAME  ask which services this role or user has used ("*": all); may be repeated
  --output FILE       write to this file instead of the standard output
`;

export const snapshotCommand: Command = {
  summary: "writes what the linter looks at in a running account",
  usage,
  run: async (args, output): Promise<Status> => {
    const { values, positionals } = parse(
      args,
      {
        region: { type: "string", multiple: true, default: [] as string[] },
        "service-use": { type: "string", multiple: true, default: [] as string[] },
        output: { type: "string" },
        help: { type: "boolean", short: "h" },
      },
      usage,
    );
    if (values.help === true) {
      output.out(usage);
      return 0;
    }
    if (positionals.length > 0) throw new UsageError(`"snapshot" takes no "${positionals[0]}"\n\n${usage}`);
    const asked = { regions: values.region, serviceUse: values["service-use"] };
    const text = formatSnapshot(await collect(asked, output));
    if (values.output === undefined) output.out(text);
    else writeText(values.output, text);
    return 0;
  },
};
