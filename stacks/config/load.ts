/** One configuration in: a preset, a file, or a file over a preset. All that is wrong with it is reported at once. */
import { check } from "../../modules/shared/inputs";
import type { Configuration } from "./configuration";
import { moduleProblems } from "./module-rules";
import { inputs, rules } from "./schema";
import { ConfigurationError, merge, readFile, readPreset, type Source } from "./source";

export const DEFAULT_PRESET = "dev";

/**
 * Reads the configuration that the environment names: `PLATFORM_CONFIG` (a file) or `PLATFORM_PRESET` (a name); the preset
 * `dev` when neither is set.
 * @throws ConfigurationError with every mistake, its key's path and what is allowed
 */
export function loadConfiguration(environment: Readonly<Record<string, string | undefined>>): Configuration {
  const { PLATFORM_CONFIG: file, PLATFORM_PRESET: preset } = environment;
  if (file && preset) {
    throw new ConfigurationError(
      `PLATFORM_CONFIG (${file}) and PLATFORM_PRESET (${preset}) are both set; set one. A file may build on a preset: "preset: ${preset}".`,
    );
  }
  return file
    ? resolveConfiguration(readFile(file))
    : resolveConfiguration(readPreset(preset || DEFAULT_PRESET));
}

/** @throws ConfigurationError */
export function resolveConfiguration(source: Source): Configuration {
  const { preset, $schema: _, ...own } = source.content;
  if (preset !== undefined && typeof preset !== "string") {
    throw new ConfigurationError(
      `${source.name}: preset must be a preset's name, not ${JSON.stringify(preset)}.`,
    );
  }
  const content =
    preset === undefined ? own : (merge(readPreset(preset).content, own) as Record<string, unknown>);
  const { values, problems, isWellFormed } = check({ inputs, rules }, content);
  // The modules' rules assume values of the right kind.
  const all = isWellFormed ? [...problems, ...moduleProblems(values as Configuration)] : problems;
  if (all.length) throw new ConfigurationError(report(source, all));
  return values as Configuration;
}

function report(source: Source, problems: readonly string[]): string {
  const lines = problems.map((problem) => {
    const line = source.lineOf(keyPath(problem));
    return `  ${line === undefined ? "" : `line ${line}: `}${problem}`;
  });
  return `${source.name}: ${problems.length} mistake(s) in the configuration:\n${lines.join("\n")}`;
}

/** `serving.endpoints.main.variants[0].weight must be …` starts with the key's path. */
function keyPath(problem: string): (string | number)[] {
  const path = problem.split(" ")[0] ?? "";
  return path
    .replace(/\[(\d+)\]/g, ".$1")
    .split(".")
    .map((part) => (/^\d+$/.test(part) ? Number(part) : part));
}
