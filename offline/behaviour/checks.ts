/**
 * Building blocks of the checks that the AWS provider makes and the bindings do not tell. Unknown and absent values pass:
 * Terraform asks again when they are known.
 */
import { isIP } from "node:net";
import {
  asText,
  hasUnknown,
  isAbsent,
  isMap,
  isUnknown,
  type Value,
  type ValueMap,
} from "../provider/values";
import type { Check, Problem } from "./types";

interface Found {
  path: (string | number)[];
  value: Value;
}

/** Every known value at a dotted path; blocks on the way are followed into each of their elements. */
export function valuesAt(config: ValueMap, path: string): Found[] {
  let found: Found[] = [{ path: [], value: config }];
  for (const name of path.split(".")) {
    found = found
      .flatMap(spread)
      .flatMap(({ path: at, value }) =>
        isMap(value) && name in value ? [{ path: [...at, name], value: value[name] ?? null }] : [],
      );
  }
  return found.filter(({ value }) => !isAbsent(value) && !isUnknown(value));
}

function spread(found: Found): Found[] {
  if (!Array.isArray(found.value)) return [found];
  return found.value.map((value, index) => ({ path: [...found.path, index], value }));
}

/** A check of each single value at a path; lists and sets of plain values are checked element by element. */
export function each(path: string, wrong: (value: Value) => string | undefined): Check {
  return (config) =>
    valuesAt(config, path)
      .flatMap(spread)
      .filter(({ value }) => !isAbsent(value) && !isUnknown(value))
      .flatMap(({ path: at, value }): Problem[] => {
        const message = wrong(value);
        return message === undefined ? [] : [{ path: at, message }];
      });
}

const show = (value: Value): string =>
  JSON.stringify(value, (_key, part: Value) => (typeof part === "bigint" ? String(part) : part));

export const oneOf = (path: string, allowed: readonly string[]): Check =>
  each(path, (value) =>
    allowed.includes(value as string)
      ? undefined
      : `expected one of ${allowed.join(", ")}, got ${show(value)}`,
  );

/** Inclusive on both sides. */
export const between = (path: string, least: number, most: number): Check =>
  each(path, (value) =>
    Number(value) >= least && Number(value) <= most
      ? undefined
      : `expected ${least} to ${most}, got ${show(value)}`,
  );

export const oneOfNumbers = (path: string, allowed: readonly number[]): Check =>
  each(path, (value) =>
    allowed.includes(Number(value)) ? undefined : `expected one of ${allowed.join(", ")}, got ${show(value)}`,
  );

/** @param what the rule in words, for the message */
export const matches = (path: string, pattern: RegExp, what: string): Check =>
  each(path, (value) => (pattern.test(asText(value)) ? undefined : `expected ${what}, got ${show(value)}`));

/** Length in characters, inclusive on both sides. */
export const lengthBetween = (path: string, least: number, most: number): Check =>
  each(path, (value) => {
    const { length } = asText(value);
    return length >= least && length <= most
      ? undefined
      : `expected ${least} to ${most} characters, got ${length}`;
  });

export const name = (path: string, most: number, characters: RegExp, what: string, least = 1): Check =>
  every(lengthBetween(path, least, most), matches(path, characters, what));

/** An IPv4 network whose host bits are zero, such as 10.0.0.0/16. */
export const cidr = (path: string, shortest = 0, longest = 32): Check =>
  each(path, (value) => {
    const [address = "", bits = ""] = asText(value).split("/");
    const length = Number(bits);
    if (isIP(address) !== 4 || !/^\d{1,2}$/.test(bits) || length > 32) {
      return `expected an IPv4 network such as 10.0.0.0/16, got ${show(value)}`;
    }
    if (length < shortest || length > longest)
      return `expected a prefix of /${shortest} to /${longest}, got /${length}`;
    return hostBits(address, length) === 0
      ? undefined
      : `expected a network address, but ${show(value)} has host bits set`;
  });

function hostBits(address: string, prefix: number): number {
  const number = address.split(".").reduce((sum, part) => sum * 256 + Number(part), 0);
  return number % 2 ** (32 - prefix);
}

export const cidr6 = (path: string): Check =>
  each(path, (value) => {
    const [address = "", bits = ""] = asText(value).split("/");
    const fits = isIP(address) === 6 && /^\d{1,3}$/.test(bits) && Number(bits) <= 128;
    return fits ? undefined : `expected an IPv6 network such as ::/0, got ${show(value)}`;
  });

const ARN = /^arn:aws(-[a-z]+)*:[a-z0-9-]+:[a-z0-9-]*:(\d{12}|aws|aws-managed|)?:.+$/;

/** @param service the service the ARN has to name; any when left out */
export const arn = (path: string, ...services: string[]): Check =>
  each(path, (value) => {
    const text = asText(value);
    if (!ARN.test(text))
      return `expected an ARN such as arn:aws:service:region:account:resource, got ${show(value)}`;
    const service = text.split(":")[2] ?? "";
    return services.length === 0 || services.includes(service)
      ? undefined
      : `expected an ARN of ${services.join(" or ")}, got one of ${service}: ${show(value)}`;
  });

export const json = (path: string): Check => each(path, (value) => jsonProblem(asText(value)));

function jsonProblem(text: string): string | undefined {
  try {
    JSON.parse(text);
    return undefined;
  } catch (error) {
    return `contains invalid JSON: ${(error as Error).message}`;
  }
}

const POLICY_KEYS = new Set(["Version", "Id", "Statement"]);

/** An IAM policy document: valid JSON, an object, with the elements that IAM knows. */
export const policy = (path: string): Check =>
  each(path, (value) => {
    const text = asText(value);
    const invalid = jsonProblem(text);
    if (invalid !== undefined) return `contains an invalid JSON policy: ${invalid}`;
    const document = JSON.parse(text) as unknown;
    if (typeof document !== "object" || document === null || Array.isArray(document)) {
      return "contains an invalid JSON policy: expected an object";
    }
    const foreign = Object.keys(document).filter((key) => !POLICY_KEYS.has(key));
    return foreign.length === 0
      ? undefined
      : `contains an invalid JSON policy: unknown element ${foreign.join(", ")}; a policy has Version, Id and Statement`;
  });

/** Of these arguments at most one may be set. */
export const conflicting = (...names: string[]): Check =>
  together(names, (set) =>
    set.length > 1
      ? `conflicts with ${set.slice(1).join(", ")}: at most one of ${names.join(", ")} may be set`
      : undefined,
  );

export const exactlyOneOf = (...names: string[]): Check =>
  together(names, (set) =>
    set.length === 1
      ? undefined
      : `exactly one of ${names.join(", ")} must be set, got ${set.join(", ") || "none"}`,
  );

export const atLeastOneOf = (...names: string[]): Check =>
  together(names, (set) => (set.length > 0 ? undefined : `at least one of ${names.join(", ")} must be set`));

/** The first argument needs all others to be set, too. */
export const needs = (first: string, ...others: string[]): Check =>
  together([first, ...others], (set) => {
    const missing = others.filter((other) => !set.includes(other));
    return set.includes(first) && missing.length > 0
      ? `${first} needs ${missing.join(", ")} to be set, too`
      : undefined;
  });

/** How many blocks or elements are allowed at a path, inclusive on both sides; absent counts as none. */
export const countBetween =
  (path: string, least: number, most: number): Check =>
  (config) =>
    valuesAt(config, path)
      .filter(({ value }) => Array.isArray(value))
      .flatMap(({ path: at, value }) => {
        const count = (value as Value[]).length;
        const fits = count >= least && count <= most;
        return fits ? [] : [{ path: at, message: `expected ${least} to ${most} of these, got ${count}` }];
      });

/** A rule of one's own over the whole configuration; it gets called once everything in `paths` is known. */
export const rule = (paths: readonly string[], wrong: (config: ValueMap) => string | undefined): Check => {
  const [first = ""] = paths;
  return (config) => {
    if (paths.some((path) => hasUnknown(config[path]))) return [];
    const message = wrong(config);
    return message === undefined ? [] : [{ path: first.split("."), message }];
  };
};

export const every =
  (...checks: readonly Check[]): Check =>
  (config) =>
    checks.flatMap((check) => check(config));

const isEmpty = (value: Value | undefined): boolean =>
  isAbsent(value) || (Array.isArray(value) && value.length === 0);

/** Counts which of some arguments are set; while one is unknown nothing can be said. */
function together(names: readonly string[], wrong: (set: string[]) => string | undefined): Check {
  return (config) => {
    if (names.some((each) => isUnknown(config[each]))) return [];
    const set = names.filter((each) => !isEmpty(config[each]));
    const message = wrong(set);
    return message === undefined ? [] : [{ path: [set[0] ?? names[0] ?? ""], message }];
  };
}
