import { readFileSync } from "node:fs";
import type { Distribution } from "../random/distribution";

/**
 * A distribution as it is written on the command line: `120` (always), `120,400` (median and 99 % of a lognormal
 * distribution), or a file with measured milliseconds: a JSON list, or a number a line.
 *
 * @returns the distribution, or what is wrong with the text
 */
export function parseDuration(text: string): Distribution | string {
  const numbers = text.split(",").map((part) => (part.trim() === "" ? NaN : Number(part)));
  if (numbers.every((number) => !Number.isNaN(number))) return fromNumbers(numbers, text);
  let content: string;
  try {
    content = readFileSync(text, "utf8");
  } catch (error) {
    return `"${text}" is neither milliseconds ("120" or "median,p99" like "120,400") nor a file that can be read: ${(error as Error).message}`;
  }
  return fromFile(content, text);
}

function fromNumbers(numbers: readonly number[], text: string): Distribution | string {
  const [median = NaN, p99] = numbers;
  if (numbers.length > 2 || numbers.some((number) => !Number.isFinite(number) || number < 0)) {
    return `"${text}" must be one number of milliseconds, or a median and a 99 % value like "120,400"`;
  }
  if (p99 === undefined || p99 === median) return { kind: "constant", value: median };
  if (p99 < median || median === 0)
    return `"${text}": the 99 % value must be above the median, and the median above 0`;
  return { kind: "lognormal", median, p99 };
}

/** Fewer measured values say too little about the 99 % value. */
const fewestValues = 20;

function fromFile(content: string, file: string): Distribution | string {
  const values = content.trim().startsWith("[")
    ? parseJson(content)
    : content.trim().split(/\s+/).map(Number);
  if (
    values === undefined ||
    values.some((value) => typeof value !== "number" || !Number.isFinite(value) || value < 0)
  ) {
    return `${file} must hold milliseconds: a JSON list of numbers, or a number a line`;
  }
  if (values.length < fewestValues)
    return `${file} has ${values.length} values; at least ${fewestValues} are needed`;
  return { kind: "measured", values: values as number[] };
}

function parseJson(content: string): unknown[] | undefined {
  try {
    const value: unknown = JSON.parse(content);
    return Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
