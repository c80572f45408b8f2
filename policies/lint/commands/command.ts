import { readFileSync, writeFileSync } from "node:fs";
import { parseArgs, type ParseArgsConfig } from "node:util";

/** 0: clean; 1: findings at or above `--fail-on`; 2: unreadable input, wrong usage or an internal error. */
export type Status = 0 | 1 | 2;

/** Where a run writes. */
export interface Output {
  readonly out: (text: string) => void;
  readonly error: (text: string) => void;
  /** Whether `out` shows colours. */
  readonly colour: boolean;
  /** Whether `error` is a terminal, on which a line can be written over. */
  readonly progress: boolean;
}

/** One word of the command line and what it does. */
export interface Command {
  /** For the overview of all commands. */
  readonly summary: string;
  readonly usage: string;
  readonly run: (args: readonly string[], output: Output) => Status | Promise<Status>;
}

/** What the user has to change: its message is shown without a stack. */
export class UsageError extends Error {}

type Options = NonNullable<ParseArgsConfig["options"]>;

/**
 * `parseArgs` with our words.
 *
 * @throws UsageError
 */
export function parse<const O extends Options>(args: readonly string[], options: O, usage: string) {
  try {
    return parseArgs({ args: [...args], allowPositionals: true, options });
  } catch (error) {
    throw new UsageError(`${(error as Error).message}\n\n${usage}`);
  }
}

/** @throws UsageError where the value is none of the choices. */
export function oneOf<Choice extends string>(
  flag: string,
  value: string,
  choices: readonly Choice[],
): Choice {
  const choice = choices.find((candidate) => candidate === value);
  if (choice === undefined)
    throw new UsageError(`${flag} is "${value}"; it must be one of ${choices.join(", ")}`);
  return choice;
}

/** @throws UsageError, also for what `parseValue` throws. */
export function parseFlag<T>(flag: string, value: string, parseValue: (text: string) => T): T {
  try {
    return parseValue(value);
  } catch (error) {
    throw new UsageError(`${flag} ${(error as Error).message}`);
  }
}

/** @throws UsageError where it cannot be read. */
export function readText(file: string, what: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    throw new UsageError(`${what} ${file} cannot be read: ${codeOf(error)}`);
  }
}

/** @throws UsageError where it cannot be written. */
export function writeText(file: string, text: string): void {
  try {
    writeFileSync(file, text);
  } catch (error) {
    throw new UsageError(`${file} cannot be written: ${codeOf(error)}`);
  }
}

export function codeOf(error: unknown): string {
  return (error as NodeJS.ErrnoException).code ?? (error instanceof Error ? error.message : String(error));
}
