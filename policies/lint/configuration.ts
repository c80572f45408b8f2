import { Text } from "./model/text";
import { knownString, member, type ObjectValue, type Value } from "./model/value";
import type { RuleOptions } from "./rules/rule";
import { readYaml } from "./yaml-values";

/** The name under which the command line finds it in the current folder. */
export const configurationFile = "policy-lint.yaml";

/** What `policy-lint.yaml` may set. */
export type Configuration = Partial<Pick<RuleOptions, "staleDays" | "trustedAccounts" | "suppressions">>;

/** Everything that is wrong with a configuration file, each with its line. */
export class ConfigurationError extends Error {
  constructor(readonly faults: readonly string[]) {
    super(faults.join("\n"));
  }
}

/**
 * Reads the text of a `policy-lint.yaml`. What is wrong inside of a suppression becomes a finding of the run (IAM090), since
 * the rest of the file still holds.
 *
 * @throws ConfigurationError with all faults at once.
 */
export function readConfiguration(content: string, file: string): Configuration {
  const text = new Text(file, content);
  const { value, faults } = readYaml(text);
  const reader = new ConfigurationReader(text);
  for (const { offset, message } of faults) reader.fault(offset, "", message);
  const configuration = value === undefined ? {} : reader.read(value);
  if (reader.faults.length > 0) throw new ConfigurationError(reader.faults);
  return configuration;
}

/** @throws RangeError where it is no whole number of at least 1. */
export function parseStaleDays(text: string): number {
  const days = /^\d{1,6}$/.test(text) ? Number(text) : 0;
  if (days < 1) throw new RangeError(`is "${text}"; it must be a whole number of days, at least 1`);
  return days;
}

/** @throws RangeError where it is none. */
export function parseAccount(text: string): string {
  if (!/^\d{12}$/.test(text)) throw new RangeError(`is "${text}"; an account id has twelve digits`);
  return text;
}

class ConfigurationReader {
  readonly faults: string[] = [];

  constructor(private readonly text: Text) {}

  fault(offset: number, path: string, message: string): void {
    const { line, column } = this.text.position(offset);
    this.faults.push(`${this.text.file}:${line}:${column}: ${path === "" ? "" : `${path} `}${message}`);
  }

  read(root: Value): Configuration {
    if (root.kind !== "object") {
      // A file of nothing but comments.
      if (knownString(root) === "") return {};
      this.fault(root.place.offset, "", `must be a mapping with ${Object.keys(this.readers).join(", ")}`);
      return {};
    }
    for (const { key, keyPlace } of root.members) {
      if (key in this.readers) continue;
      this.fault(keyPlace.offset, key, `is not known; known are ${Object.keys(this.readers).join(", ")}`);
    }
    return {
      ...this.optional(root, "staleDays"),
      ...this.optional(root, "trustedAccounts"),
      ...this.optional(root, "suppressions"),
    };
  }

  private readonly readers = {
    staleDays: (value: Value) => this.parse(value, "staleDays", parseStaleDays),
    trustedAccounts: (value: Value) =>
      this.list(value, "trustedAccounts")?.map((item, index) =>
        this.parse(item, `trustedAccounts[${index}]`, parseAccount),
      ),
    suppressions: (value: Value) => this.list(value, "suppressions"),
  };

  private optional(root: ObjectValue, key: keyof Configuration): Configuration {
    const value = member(root, key);
    return value === undefined ? {} : { [key]: this.readers[key](value) };
  }

  private list(value: Value, path: string): readonly Value[] | undefined {
    if (value.kind === "array") return value.items;
    this.fault(value.place.offset, path, "must be a list");
    return undefined;
  }

  private parse<T>(value: Value, path: string, parse: (text: string) => T): T | undefined {
    const text = knownString(value);
    try {
      if (text === undefined) throw new RangeError("must be a single value");
      return parse(text);
    } catch (error) {
      this.fault(value.place.offset, path, (error as RangeError).message);
      return undefined;
    }
  }
}
