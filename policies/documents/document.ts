import type { PolicyDocument, Statement } from "./types";

/**
 * One document of all given statements. `undefined` stands for a statement that the caller's options left out.
 *
 * @throws when two statements share a Sid (IAM refuses it), or when nothing is left (an empty document is invalid).
 */
export function policyDocument(...statements: readonly (Statement | undefined)[]): PolicyDocument {
  const kept = statements.filter((statement) => statement !== undefined);
  if (kept.length === 0) throw new Error("A policy document needs at least one statement; it got none.");
  const sids = kept.map((statement) => statement.Sid);
  const twice = sids.find((sid, index) => sids.indexOf(sid) !== index);
  if (twice !== undefined) {
    throw new Error(`Sid "${twice}" stands in two statements of one document; each needs its own.`);
  }
  return { Version: "2012-10-17", Statement: kept };
}
