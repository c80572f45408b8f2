import type { Policy, Statement } from "../../../../policies/lint/model/types";
import { readSources } from "../../../../policies/lint/sources";
import { policy } from "../helpers";

/** One policy with the given statements, as a policy file gives it. */
export function readOnePolicy(...statements: readonly unknown[]): Policy {
  const content = JSON.stringify(policy(...statements));
  const [read] = readSources([{ file: "policy.json", content }]).policies;
  if (read === undefined) throw new Error("no policy was read");
  return read;
}

export function readStatements(...statements: readonly unknown[]): readonly Statement[] {
  return readOnePolicy(...statements).statements;
}
