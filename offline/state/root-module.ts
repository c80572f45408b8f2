/** Reads off a root module where it keeps its state and which other states it reads. */
import * as fs from "node:fs";
import * as path from "node:path";
import { OFFLINE_OVERRIDE_FILE } from "./override-file";

export interface StoredState {
  /** `local`, `s3`, … */
  backend: string;
  config: Record<string, unknown>;
}

export interface RootModule {
  /** undefined when the module names no backend, which means a local file. */
  stored: StoredState | undefined;
  /** `data "terraform_remote_state"` by name. */
  remoteStates: Record<string, StoredState>;
}

/** A root module that offline mode cannot run; the message says why and what would be right. */
export class UnreadableRoot extends Error {}

type Json = Record<string, unknown>;

/** Only files that speak of backends are parsed in full. */
const SPEAKS_OF_STATE = /\bbackend\b|\bcloud\b|terraform_remote_state/;

/** @throws UnreadableRoot */
export async function readRootModule(directory: string): Promise<RootModule> {
  const root: RootModule = { stored: undefined, remoteStates: {} };
  for (const file of configurationFiles(directory)) {
    const text = fs.readFileSync(path.join(directory, file), "utf8");
    if (SPEAKS_OF_STATE.test(text)) addFile(root, file, await parse(file, text));
  }
  return root;
}

/** In Terraform's order: override files come last, so that what they say replaces what was said before. */
function configurationFiles(directory: string): string[] {
  const files = fs
    .readdirSync(directory)
    .filter((file) => /\.tf(\.json)?$/.test(file) && file !== OFFLINE_OVERRIDE_FILE);
  const isOverride = (file: string): boolean => /(^|_)override\.tf(\.json)?$/.test(file);
  const late = files.find((file) => isOverride(file) && file > OFFLINE_OVERRIDE_FILE);
  if (late !== undefined) {
    throw new UnreadableRoot(
      `${path.join(directory, late)} would override offline mode's own ${OFFLINE_OVERRIDE_FILE}: rename it.`,
    );
  }
  return files.sort((a, b) => Number(isOverride(a)) - Number(isOverride(b)) || (a < b ? -1 : 1));
}

async function parse(file: string, text: string): Promise<Json> {
  try {
    if (file.endsWith(".json")) return JSON.parse(text) as Json;
    const { parse: parseHcl } = await import("@cdktf/hcl2json");
    return (await parseHcl(file, text)) as Json;
  } catch {
    return {}; // Terraform itself tells about syntax errors, and better
  }
}

function addFile(root: RootModule, file: string, content: Json): void {
  for (const block of objects(content.terraform)) {
    for (const backends of objects(block.backend)) {
      for (const [backend, config] of Object.entries(backends)) {
        root.stored = { backend, config: objects(config)[0] ?? {} };
      }
    }
    if (objects(block.cloud).length > 0)
      root.stored = { backend: "cloud", config: objects(block.cloud)[0] ?? {} };
  }
  for (const data of objects(content.data)) {
    for (const states of objects(data.terraform_remote_state)) {
      for (const [name, value] of Object.entries(states)) {
        root.remoteStates[name] = remoteState(file, name, objects(value)[0] ?? {});
      }
    }
  }
}

function remoteState(file: string, name: string, block: Json): StoredState {
  if (typeof block.backend !== "string") {
    throw new UnreadableRoot(`${file}: data.terraform_remote_state.${name} has no backend.`);
  }
  return { backend: block.backend, config: objects(block.config)[0] ?? {} };
}

/** Terraform JSON writes one block as an object or as a list; every object there is. */
function objects(value: unknown): Json[] {
  return [value].flat(2).filter((each): each is Json => typeof each === "object" && each !== null);
}
