/** Where a configuration comes from: a preset's name or a YAML or JSON file. */
import * as fs from "node:fs";
import * as path from "node:path";
import { isMap, isScalar, isSeq, LineCounter, parseDocument, type Document, type Node } from "yaml";

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
  /** The line of a key's path, or of the nearest key above it that the text has. */
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

/** YAML 1.2 holds JSON, so one parser reads both; it refuses keys that are there twice, and what it would have to guess at. */
export function parse(text: string, name: string): Source {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, uniqueKeys: true, logLevel: "error" });
  const problems = [...document.errors, ...document.warnings];
  if (problems.length) {
    const list = problems.map(
      (problem) => `  line ${lines.linePos(problem.pos[0]).line}: ${firstLine(problem.message)}`,
    );
    throw new ConfigurationError(`${name} is not valid YAML or JSON:\n${list.join("\n")}`);
  }
  const content = plainContent(document, name);
  if (typeof content !== "object" || Array.isArray(content)) {
    throw new ConfigurationError(
      `${name} holds ${Array.isArray(content) ? "a list" : "a single value"}; expected keys such as "name:" and "network:".`,
    );
  }
  const lineOf = (keyPath: readonly (string | number)[]) => {
    const start = nodeAt(document.contents, keyPath)?.range?.[0];
    return start === undefined ? undefined : lines.linePos(start).line;
  };
  return { name, content: content as Record<string, unknown>, lineOf };
}

/** @throws ConfigurationError for aliases of nothing, and for aliases of aliases that would fill the memory */
function plainContent(document: Document.Parsed, name: string): object {
  try {
    return (document.toJS() as object | null) ?? {};
  } catch (error) {
    throw new ConfigurationError(`${name} is not valid YAML or JSON:\n  ${(error as Error).message}`);
  }
}

/** Where a key is written; for one that is missing, the nearest key above it. */
function nodeAt(root: Node | null, keyPath: readonly (string | number)[]): Node | undefined {
  let place: Node | undefined;
  let value: unknown = root;
  for (const part of keyPath) {
    if (isSeq(value)) {
      place = value.items[Number(part)] as Node | undefined;
      value = place;
    } else {
      const pair = isMap(value)
        ? value.items.find(({ key }) => isScalar(key) && String(key.value) === String(part))
        : undefined;
      if (!pair) break;
      place = pair.key as Node;
      value = pair.value;
    }
  }
  return place;
}

const firstLine = (message: string) => message.split("\n")[0]?.replace(/ at line \d+.*$/, "") ?? message;

/**
 * The user's values over the base's: objects are merged key by key, everything else (lists too) is replaced, and null
 * takes away what the base has.
 */
export function merge(base: unknown, over: unknown): unknown {
  if (!isObject(base) || !isObject(over)) return over;
  const merged = new Map(Object.entries(base));
  for (const [key, value] of Object.entries(over)) {
    if (value === null) merged.delete(key);
    else merged.set(key, merged.has(key) ? merge(merged.get(key), value) : value);
  }
  return Object.fromEntries(merged);
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
