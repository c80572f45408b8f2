import { Text } from "../model/text";
import type { Problem } from "../model/types";
import { JsonSyntaxError, parseJson } from "../sources/json";
import { isSnapshot } from "../sources/snapshot";
import { decodeSnapshot } from "../sources/snapshot-decode";
import { SnapshotError } from "./errors";
import { snapshotVersion, type AccountSnapshot } from "./snapshot";

/**
 * A saved snapshot, checked.
 *
 * @param file its name, for messages
 * @throws SnapshotError when it is none, of another version, or damaged.
 */
export function readSnapshot(content: string, file: string): AccountSnapshot {
  const problems: Problem[] = [];
  const value = parse(content, file);
  if (!isSnapshot(value)) {
    throw new SnapshotError(
      `${file} is no account snapshot; \`policy-lint snapshot --output NEW_FILE\` makes one`,
    );
  }
  const snapshot = JSON.parse(content) as { readonly version: unknown };
  if (snapshot.version !== snapshotVersion) {
    const version = JSON.stringify(snapshot.version);
    throw new SnapshotError(
      `${file} is an account snapshot of version ${version}; this policy-lint reads version ${snapshotVersion}`,
    );
  }
  decodeSnapshot(value, problems);
  const [problem] = problems;
  if (problem !== undefined) {
    const { line, column } = problem.place.text.position(problem.place.offset);
    throw new SnapshotError(`${file}:${line}:${column}: ${problem.message}`);
  }
  // Just checked.
  return snapshot as AccountSnapshot;
}

function parse(content: string, file: string) {
  try {
    return parseJson(new Text(file, content), "literal").value;
  } catch (error) {
    if (!(error instanceof JsonSyntaxError)) throw error;
    const { line, column } = error.place.text.position(error.place.offset);
    throw new SnapshotError(`${file}:${line}:${column} ${error.message}`);
  }
}
