/** Marks on the states that offline mode made, so that it never works on one that it did not make. */
import * as fs from "node:fs";
import * as path from "node:path";
import type { LocalState } from "./override-file";

interface Mark {
  madeBy: "offline-aws";
  /** The state's own identity; null until the run that makes the state has ended. */
  lineage: string | null;
}

/** A state in offline mode's folder that something else has made. */
export class ForeignState extends Error {}

const markFile = (state: string): string => `${state}.offline.json`;

/** Refuses foreign states, and marks the one that the run may make. @throws ForeignState */
export function claimState(state: LocalState): void {
  for (const file of stateFiles(state)) {
    if (fs.existsSync(file) && !isOurs(file)) {
      throw new ForeignState(
        `${file} was not made by offline mode, so it is left alone. Move it away, or name another folder with OFFLINE_AWS_STATE_FOLDER.`,
      );
    }
  }
  fs.mkdirSync(path.dirname(state.path), { recursive: true });
  if (!fs.existsSync(state.path)) writeMark(state.path, null);
}

/** After a run: every state there is now was made by offline mode. */
export function markStates(state: LocalState): void {
  for (const file of stateFiles(state)) {
    if (fs.existsSync(file)) writeMark(file, lineage(file));
    else fs.rmSync(markFile(file), { force: true });
  }
}

function stateFiles(state: LocalState): string[] {
  const workspaces = fs.existsSync(state.workspace_dir) ? fs.readdirSync(state.workspace_dir) : [];
  return [state.path, ...workspaces.map((name) => path.join(state.workspace_dir, name, "terraform.tfstate"))];
}

function isOurs(file: string): boolean {
  const mark = readJson(markFile(file)) as Partial<Mark> | undefined;
  if (mark?.madeBy !== "offline-aws") return false;
  return mark.lineage === null || mark.lineage === lineage(file);
}

function lineage(file: string): string | null {
  const state = readJson(file) as { lineage?: unknown } | undefined;
  return typeof state?.lineage === "string" ? state.lineage : null;
}

function writeMark(file: string, stateLineage: string | null): void {
  const mark: Mark = { madeBy: "offline-aws", lineage: stateLineage };
  fs.writeFileSync(markFile(file), `${JSON.stringify(mark)}\n`);
}

function readJson(file: string): unknown {
  try {
    return JSON.parse(fs.readFileSync(file, "utf8"));
  } catch {
    return undefined;
  }
}
