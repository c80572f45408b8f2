/** Where a configuration comes from: a preset's name or a YAML or JSON file. */
import * as fs from "node:fs";
import * as path from "node:path";
import { LineCounter, parseDocument } from "yaml";

const presetFolder = path.join(__dirname, "presets");

/** A configuration that cannot be used; the message names everything that is wrong with it, and where. */
export class ConfigurationError extends Error {
  override name = "ConfigurationError";
}

export const presetNames = (): string[] =>
  fs
    .readdirSync(presetFolder)
    .filter((file) => file.endsWith(".yaml"))
    .map((file) => path.basename(file, ".yaml"))
    .sort();

export interface Source {
  /** For messages: the preset's name or the file's path. */
  name: string;
  content: Record<string, unknown>;
  /** The line of a key's path, where the text has it. */
  lineOf(keyPath: readonly (string | number)[]): number | undefined;
}

export function readPreset(preset: string): Source {
  if (!presetNames().includes(preset)) {
    throw new ConfigurationError(`There is no preset "${preset}"; there are: ${presetNames().join(", ")}.`);
  }
  return readFile(path.join(presetFolder, `${preset}.yaml`), `preset ${preset}`);
}

/** @throws ConfigurationError when the file is missing, is not YAML or JSON, or says something twice */
export function readFile(file: string, name = file): Source {
  let text: string;
  try {
    text = fs.readFileSync(file, "utf8");
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const why =
      code === "ENOENT"
        ? "there is no such file"
        : code === "EISDIR"
          ? "it is a folder"
          : (error as Error).message;
    throw new ConfigurationError(
      `${name} cannot be read: ${why}. Expected a YAML or JSON file with a configuration.`,
    );
  }
  return parse(text, name);
}

/** YAML 1.2 holds JSON, so one parser reads both; it refuses keys that are there twice. */
export function parse(text: string, name: string): Source {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, uniqueKeys: true });
  if (document.errors.length) {
    const list = document.errors.map(
      (error) => `  line ${lines.linePos(error.pos[0]).line}: ${firstLine(error.message)}`,
    );
    throw new ConfigurationError(`${name} is not valid YAML or JSON:\n${list.join("\n")}`);
  }
  const content = (document.toJS() as unknown) ?? {};
  if (typeof content !== "object" || Array.isArray(content)) {
    throw new ConfigurationError(
      `${name} holds ${Array.isArray(content) ? "a list" : "a single value"}; expected keys such as "name:" and "network:".`,
    );
  }
  const lineOf = (keyPath: readonly (string | number)[]) => {
    const node = document.getIn(keyPath, true) as { range?: [number, number, number] } | undefined;
    return node?.range ? lines.linePos(node.range[0]).line : undefined;
  };
  return { name, content: content as Record<string, unknown>, lineOf };
}

const firstLine = (message: string) => message.split("\n")[0]?.replace(/ at line \d+.*$/, "") ?? message;

/**
 * The user's values over the base's: objects are merged key by key, everything else (lists too) is replaced, and null
 * takes away what the base has.
 */
export function merge(base: unknown, over: unknown): unknown {
  if (!isObject(base) || !isObject(over)) return over;
  const merged: Record<string, unknown> = { ...base };
  for (const [key, value] of Object.entries(over)) {
    if (value === null) delete merged[key];
    else merged[key] = key in base ? merge(base[key], value) : value;
  }
  return merged;
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
