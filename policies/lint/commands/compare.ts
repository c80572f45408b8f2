import { readFileSync } from "node:fs";
import { diffSnapshots, formatDiff, readSnapshot, type DiffFormat } from "../account";
import { decodeText } from "../sources/decode";
import { codeOf, oneOf, parse, UsageError, writeText, type Command } from "./command";

const formats: readonly DiffFormat[] = ["text", "json", "markdown"];

const usage = `Usage: policy-lint compare BEFORE AFTER [--format ${formats.join("|")}] [--output FILE]

Tells what came and what went between two snapshots of one account. The exit status is 0, whether they differ or not.
`;

export const compareCommand: Command = {
  summary: "tells what came and what went between two snapshots",
  usage,
  run: (args, output) => {
    const { values, positionals } = parse(
      args,
      {
        format: { type: "string", default: "text" },
        output: { type: "string" },
        help: { type: "boolean", short: "h" },
      },
      usage,
    );
    if (values.help === true) {
      output.out(usage);
      return 0;
    }
    const [before, after, ...more] = positionals;
    if (before === undefined || after === undefined || more.length > 0)
      throw new UsageError(`name two snapshots, the older one first\n\n${usage}`);
    const format = oneOf("--format", values.format, formats);
    const text = formatDiff(diffSnapshots(read(before), read(after)), format);
    if (values.output === undefined) output.out(text);
    else writeText(values.output, text);
    return 0;
  },
};

/** Shells on Windows write UTF-16 where output is sent to a file. */
function read(file: string) {
  let content: string;
  try {
    content = decodeText(readFileSync(file));
  } catch (error) {
    throw new UsageError(`${file} cannot be read: ${codeOf(error)}`);
  }
  return readSnapshot(content, file);
}
